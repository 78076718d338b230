package dev.inkan.envelope.key;

/** Bytes that are no public key, or one that we do not accept. Says which, and how to get a usable one. */
public final class MalformedKey extends Exception {
  private static final long serialVersionUID = 1L;

  public MalformedKey(String message) {
    super(message);
  }

  public MalformedKey(String message, Throwable cause) {
    super(message, cause);
  }
}
