package dev.inkan.cli.surroundings;

import java.util.List;

/** The end of a command that could not do its work: one sentence on what and where, and hints on how to mend it. */
public final class Failure extends Exception {
  private static final long serialVersionUID = 1L;

  private final Outcome outcome;
  private final transient List<String> hints;

  private Failure(Outcome outcome, String sentence, List<String> hints) {
    super(sentence);
    this.outcome = outcome;
    this.hints = List.copyOf(hints);
  }

  /** What we were given cannot be used. */
  public static Failure unusable(String sentence, String... hints) {
    return new Failure(Outcome.UNUSABLE, sentence, List.of(hints));
  }

  /** With an outcome that somebody else's failure decides. */
  public static Failure of(Outcome outcome, String sentence, String... hints) {
    return new Failure(outcome, sentence, List.of(hints));
  }

  public Outcome outcome() {
    return outcome;
  }

  /** The sentence. */
  public String sentence() {
    return String.valueOf(getMessage());
  }

  public List<String> hints() {
    return hints;
  }
}
