package dev.inkan.registry.auth;

/**
 * A file with credentials cannot be used; never read as "no credentials". The message names the file and the place in
 * it, never what stands there. For a command line this is unusable input.
 */
public final class UnusableCredentials extends Exception {
  private static final long serialVersionUID = 1L;

  UnusableCredentials(String file, String fault) {
    super(file + ": " + fault);
  }

  UnusableCredentials(String file, String fault, Throwable cause) {
    super(file + ": " + fault, cause);
  }
}
