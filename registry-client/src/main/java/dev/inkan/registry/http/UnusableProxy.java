package dev.inkan.registry.http;

/** A variable that names a proxy cannot be used. Says which, never what stands in it: that may hold a password. */
public final class UnusableProxy extends Exception {
  private static final long serialVersionUID = 1L;

  UnusableProxy(String message) {
    super(message);
  }
}
