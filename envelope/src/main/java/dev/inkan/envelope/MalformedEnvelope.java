package dev.inkan.envelope;

/** Bytes that should be an envelope or a claim and are not; says what and where. Evidence that fails, not an error. */
public final class MalformedEnvelope extends Exception {
  private static final long serialVersionUID = 1L;

  /** In which way. */
  public enum Kind {
    /** Not of its format, or contradicts itself. */
    MALFORMED,
    /** Of a format, version or kind that we do not know, so that nothing can be said about it. */
    UNKNOWN,
    /** Beyond one of the format's bounds. */
    LIMIT
  }

  private final Kind kind;

  public MalformedEnvelope(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public MalformedEnvelope(String message) {
    this(Kind.MALFORMED, message);
  }

  public MalformedEnvelope(String message, Throwable cause) {
    super(message, cause);
    this.kind = Kind.MALFORMED;
  }

  public Kind kind() {
    return kind;
  }
}
