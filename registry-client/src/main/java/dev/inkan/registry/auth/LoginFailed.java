package dev.inkan.registry.auth;

/** There is no way to answer a registry's demand for a login; the message says why, and what would help. */
public final class LoginFailed extends Exception {
  private static final long serialVersionUID = 1L;

  LoginFailed(String message) {
    super(message);
  }
}
