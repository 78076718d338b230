package dev.inkan.gate.policy;

import dev.inkan.gate.policy.yaml.Spot;

/** A policy file that is refused: {@code FILE:LINE:COLUMN: sentence}. */
public final class PolicyException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String file;
  private final transient Spot spot;
  private final String sentence;

  PolicyException(String file, Spot spot, String sentence, Throwable cause) {
    super(file + ":" + spot.line() + ":" + spot.column() + ": " + sentence, cause);
    this.file = file;
    this.spot = spot;
    this.sentence = sentence;
  }

  /** The file, as the caller called it. */
  public String file() {
    return file;
  }

  /** From 1. */
  public int line() {
    return spot.line();
  }

  /** From 1, in characters. */
  public int column() {
    return spot.column();
  }

  /** What is wrong and how to mend it, in one line. */
  public String sentence() {
    return sentence;
  }
}
