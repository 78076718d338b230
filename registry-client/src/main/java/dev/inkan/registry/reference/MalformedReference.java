package dev.inkan.registry.reference;

/** A name that is not an image reference; the message says which part and why. */
public final class MalformedReference extends Exception {
  private static final long serialVersionUID = 1L;

  public MalformedReference(String message) {
    super(message);
  }
}
