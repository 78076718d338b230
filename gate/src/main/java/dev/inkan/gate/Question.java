package dev.inkan.gate;

import dev.inkan.registry.reference.Reference;
import dev.inkan.registry.reference.Reference.ByDigest;

/**
 * What a gate is to decide about.
 *
 * @param image where its bytes, and what hangs on them, are read
 * @param named the name whose rules apply; that of the image itself, but for a copy
 * @param stored whether the image was just stored there: its own manifest must be read even where a digest alone would
 *     do, and is not missing when it cannot be found
 */
public record Question(Reference image, Reference named, boolean stored) {

  /** May this image be used? */
  public static Question about(Reference image) {
    return new Question(image, image, false);
  }

  /** May the image that is stored there be used by the rules of another name? Its bytes are read there in any case. */
  public static Question ofStored(ByDigest image, Reference named) {
    return new Question(image, named, true);
  }
}
