package dev.inkan.gate.decision;

/**
 * Why something could not be read.
 *
 * @param kind the registry failure's kind: {@code RATE_LIMITED}
 * @param detail what was asked, of whom, and what came back; printable
 * @param hint what to do about it
 */
public record Cause(String kind, String detail, String hint) {
  private static final String LOCAL = "LOCAL";

  /** What a check that this leaves unknown ends with. */
  Code code() {
    return kind.equals(LOCAL) ? Code.LOCAL : Code.UNREADABLE;
  }
}
