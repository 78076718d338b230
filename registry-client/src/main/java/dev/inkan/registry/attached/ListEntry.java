package dev.inkan.registry.attached;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.MalformedContent;
import dev.inkan.registry.content.Manifest;
import dev.inkan.registry.content.RawManifest;
import dev.inkan.registry.reference.Reference.ByDigest;
import dev.inkan.registry.reference.Reference.ByTag;
import dev.inkan.registry.reference.Repository;
import org.jspecify.annotations.Nullable;

/** An artifact that is to be listed in the index under the fallback tag of its subject. */
record ListEntry(ByTag tag, ByDigest subject, Descriptor descriptor) implements Addition {

  /** Throws {@link IllegalArgumentException} when it is no manifest with a subject. */
  static ListEntry of(Repository repository, RawManifest artifact) {
    Manifest manifest;
    try {
      manifest = artifact.parse();
    } catch (MalformedContent e) {
      throw new IllegalArgumentException("not a manifest: " + e.getMessage(), e);
    }
    Descriptor subject = manifest.subject();
    if (subject == null) {
      throw new IllegalArgumentException("a manifest without a subject hangs on nothing");
    }
    var digest = new ByDigest(repository, subject.digest());
    var descriptor = new Descriptor(
        artifact.mediaType(),
        artifact.digest(),
        artifact.descriptor().size(),
        manifest.listedType(),
        manifest.annotations(),
        null);
    return new ListEntry(FallbackTag.of(digest), digest, descriptor);
  }

  @Override
  public Merge onto(@Nullable RawManifest there) throws RegistryException {
    return new Listed(index(there));
  }

  private FallbackIndex index(@Nullable RawManifest there) throws RegistryException {
    if (there == null) {
      return FallbackIndex.empty();
    }
    String fault = FallbackIndex.fault(there, subject.digest());
    if (fault != null) {
      throw failure(
          Kind.REFUSED,
          "it holds " + fault + " and is left alone, so nothing can be listed there: delete that tag, or give the "
              + "image back its own");
    }
    return FallbackIndex.of(there);
  }

  @Override
  public String stored() {
    return "The artifact itself is stored as " + descriptor.digest();
  }

  private final class Listed implements Merge {
    private final FallbackIndex index;

    Listed(FallbackIndex index) {
      this.index = index;
    }

    @Override
    public boolean isDone() {
      return index.lists(descriptor);
    }

    @Override
    public RawManifest merged() throws RegistryException {
      RawManifest merged = index.with(descriptor);
      if (merged.bytes().size() > FallbackIndex.MAX_BYTES || index.size() >= Attached.MAX_ENTRIES) {
        throw failure(Kind.TOO_LARGE, "the index is full: nobody would read another entry");
      }
      return merged;
    }
  }
}
