package dev.inkan.registry.copy;

import dev.inkan.registry.content.RawManifest;
import dev.inkan.registry.reference.Reference;
import dev.inkan.registry.reference.Reference.ByDigest;
import dev.inkan.registry.reference.Reference.ByTag;
import dev.inkan.registry.reference.Repository;
import org.jspecify.annotations.Nullable;

/**
 * What is copied.
 *
 * @param tag that it was resolved by, or null
 * @param root an image or an index of that repository, proven
 */
public record Origin(Repository repository, @Nullable String tag, RawManifest root) {

  /** The tag when there is one, else the digest. */
  Reference asTyped() {
    return tag == null ? reference() : new ByTag(repository, tag);
  }

  public ByDigest reference() {
    return new ByDigest(repository, root.digest());
  }
}
