package dev.inkan.gate.policy.yaml;

/** Something in the file that is refused: where, and one printable sentence that says what and how to mend it. */
public final class YamlFault extends Exception {
  private static final long serialVersionUID = 1L;

  private final String sentence;
  private final transient Spot spot;

  public YamlFault(Spot spot, String sentence) {
    super(sentence);
    this.sentence = sentence;
    this.spot = spot;
  }

  public YamlFault(Spot spot, String sentence, Throwable cause) {
    super(sentence, cause);
    this.sentence = sentence;
    this.spot = spot;
  }

  public Spot spot() {
    return spot;
  }

  /** What is wrong and how to mend it. */
  public String sentence() {
    return sentence;
  }
}
