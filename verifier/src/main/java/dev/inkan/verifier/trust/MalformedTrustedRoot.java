package dev.inkan.verifier.trust;

/** A document is no trusted root, or one that cannot be relied on; says where and why. */
public final class MalformedTrustedRoot extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedTrustedRoot(String message) {
    super(message);
  }

  MalformedTrustedRoot(String message, Throwable cause) {
    super(message, cause);
  }
}
