package dev.inkan.registry.reference;

import dev.inkan.registry.content.Digest;

/**
 * An image's name. A tag can move, so it is resolved once ({@code RegistryReader.resolve}) and everything after takes
 * a {@link ByDigest}: a tag cannot reach a check, a decision or a promotion.
 */
public sealed interface Reference {

  Repository repository();

  /** {@code repository:tag}. */
  record ByTag(Repository repository, String tag) implements Reference {
    /** Throws {@link IllegalArgumentException} when the tag is not of the specification's grammar. */
    public ByTag {
      String fault = NameGrammar.tagFault(tag);
      if (fault != null) {
        throw new IllegalArgumentException(fault);
      }
    }

    @Override
    public String toString() {
      return repository + ":" + tag;
    }
  }

  /** {@code repository@digest}. */
  record ByDigest(Repository repository, Digest digest) implements Reference {
    @Override
    public String toString() {
      return repository + "@" + digest;
    }
  }
}
