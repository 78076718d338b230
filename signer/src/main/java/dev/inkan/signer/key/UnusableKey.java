package dev.inkan.signer.key;

/**
 * A private key that cannot be used: not one, damaged, not accepted, or its password is wrong. Says which and what to
 * do; never quotes a key or a password.
 */
public final class UnusableKey extends Exception {
  private static final long serialVersionUID = 1L;

  public UnusableKey(String message) {
    super(message);
  }

  public UnusableKey(String message, Throwable cause) {
    super(message, cause);
  }
}
