package dev.inkan.signer;

/** A signature that was made elsewhere and is not what it is to be attached as, or to; says why in one sentence. */
public final class UnusableSignature extends Exception {
  private static final long serialVersionUID = 1L;

  public UnusableSignature(String message) {
    super(message);
  }

  public UnusableSignature(String message, Throwable cause) {
    super(message, cause);
  }
}
