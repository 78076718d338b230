package dev.inkan.registry.copy;

/**
 * A tag family that is copied too.
 *
 * @param suffix {@code sig}
 * @param single whether its manifest is one document rather than the layers of several writers, so that two of them
 *     cannot be put together
 */
public record Family(String suffix, boolean single) {

  /** One that several write to, layer by layer. */
  public static Family ofLayers(String suffix) {
    return new Family(suffix, false);
  }

  /** One that holds one document. */
  public static Family ofOne(String suffix) {
    return new Family(suffix, true);
  }
}
