package dev.inkan.gate.policy;

/** A key that a policy names cannot be had; one printable sentence says which, why, and what to do. */
public final class UnloadableKey extends Exception {
  private static final long serialVersionUID = 1L;

  private final String sentence;

  public UnloadableKey(String sentence) {
    super(sentence);
    this.sentence = sentence;
  }

  public UnloadableKey(String sentence, Throwable cause) {
    super(sentence, cause);
    this.sentence = sentence;
  }

  /** What is wrong and how to mend it. */
  public String sentence() {
    return sentence;
  }
}
