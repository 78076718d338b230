package dev.inkan.registry.content;

/** Bytes, already proven or not, that are not what their kind of content must look like. Says what and where. */
public final class MalformedContent extends Exception {
  private static final long serialVersionUID = 1L;

  public MalformedContent(String message) {
    super(message);
  }

  public MalformedContent(String message, Throwable cause) {
    super(message, cause);
  }
}
