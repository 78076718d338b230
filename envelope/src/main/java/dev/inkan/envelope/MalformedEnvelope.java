package dev.inkan.envelope;

/** Bytes that claim to be an envelope, or a claim, and are not; says what and where. Evidence that fails, not an error. */
public final class MalformedEnvelope extends Exception {
  private static final long serialVersionUID = 1L;

  public MalformedEnvelope(String message) {
    super(message);
  }

  public MalformedEnvelope(String message, Throwable cause) {
    super(message, cause);
  }
}
