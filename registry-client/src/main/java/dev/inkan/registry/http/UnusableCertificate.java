package dev.inkan.registry.http;

/** A certificate or key file that the user gave for TLS cannot be used. Says why, never what stands in it. */
public final class UnusableCertificate extends Exception {
  private static final long serialVersionUID = 1L;

  UnusableCertificate(String message) {
    super(message);
  }

  UnusableCertificate(String message, Throwable cause) {
    super(message, cause);
  }
}
