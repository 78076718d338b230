package dev.inkan.registry.http;

/** What names the mirrors cannot be used; says which file, where in it, and what is wrong. */
public final class UnusableMirrors extends Exception {
  private static final long serialVersionUID = 1L;

  public UnusableMirrors(String message) {
    super(message);
  }

  public UnusableMirrors(String message, Throwable cause) {
    super(message, cause);
  }
}
