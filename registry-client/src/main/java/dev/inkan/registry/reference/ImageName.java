package dev.inkan.registry.reference;

import dev.inkan.registry.content.Digest;
import dev.inkan.registry.reference.Reference.ByDigest;
import dev.inkan.registry.reference.Reference.ByTag;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An image's name as it was typed: what was not typed is null, and nothing is assumed in its place. For those who have
 * a better tag than {@code latest}: a destination that takes its source's, a layout that holds one image only.
 */
public record ImageName(Repository repository, @Nullable String tag, @Nullable Digest digest) {

  private static final String LATEST = "latest";

  /** Throws {@link IllegalArgumentException} when the tag is not of the specification's grammar. */
  public ImageName {
    String fault = tag == null ? null : NameGrammar.tagFault(tag);
    if (fault != null) {
      throw new IllegalArgumentException(fault);
    }
  }

  /** What it names, the digest before the tag; nothing when neither was typed. */
  public Optional<Reference> reference() {
    if (digest != null) {
      return Optional.of(new ByDigest(repository, digest));
    }
    return tag == null ? Optional.empty() : Optional.of(new ByTag(repository, tag));
  }

  /**
   * What it names; where neither was typed, the tag {@code latest}, as everybody takes it of a registry. A layout has
   * no such default.
   */
  public Reference orLatest() {
    return reference().orElseGet(() -> new ByTag(repository, LATEST));
  }

  /** As it is typed, expanded. */
  @Override
  public String toString() {
    return repository + (tag == null ? "" : ":" + tag) + (digest == null ? "" : "@" + digest);
  }
}
