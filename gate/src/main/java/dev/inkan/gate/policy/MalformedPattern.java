package dev.inkan.gate.policy;

/** Text that is no image pattern; one printable sentence says which part and how to mend it. */
public final class MalformedPattern extends Exception {
  private static final long serialVersionUID = 1L;

  private final String sentence;

  public MalformedPattern(String sentence) {
    super(sentence);
    this.sentence = sentence;
  }

  /** What is wrong and how to mend it. */
  public String sentence() {
    return sentence;
  }
}
