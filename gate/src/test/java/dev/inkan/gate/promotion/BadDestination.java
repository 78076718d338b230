package dev.inkan.gate.promotion;

import dev.inkan.registry.Referrers;
import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.RegistryReader;
import dev.inkan.registry.RegistryWriter;
import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.RawManifest;
import dev.inkan.registry.memory.MemoryRegistry;
import dev.inkan.registry.reference.Reference.ByDigest;
import dev.inkan.registry.reference.Reference.ByTag;
import dev.inkan.registry.reference.Repository;
import java.io.InputStream;
import java.util.List;

/** A destination with a vice. */
record BadDestination(MemoryRegistry registry, Vice vice) implements RegistryReader, RegistryWriter {

  enum Vice {
    /** It takes everything, and says that it lists it, and lists nothing. */
    LISTS_NOTHING,
    /** It serves other bytes than those that were pushed. */
    SERVES_OTHER_BYTES
  }

  @Override
  public RawManifest resolve(ByTag reference) throws RegistryException {
    return registry.resolve(reference);
  }

  @Override
  public RawManifest manifest(ByDigest reference) throws RegistryException {
    return registry.manifest(reference);
  }

  @Override
  public InputStream blob(Repository repository, Descriptor descriptor) throws RegistryException {
    if (vice == Vice.SERVES_OTHER_BYTES) {
      throw new RegistryException(Kind.INTEGRITY, "GET blob", repository.host(), "the body is not the digest's");
    }
    return registry.blob(repository, descriptor);
  }

  @Override
  public Referrers referrers(ByDigest subject) {
    return vice == Vice.LISTS_NOTHING ? new Referrers.Listed(List.of()) : registry.referrers(subject);
  }

  @Override
  public List<String> tags(Repository repository) throws RegistryException {
    return registry.tags(repository);
  }

  @Override
  public boolean hasBlob(Repository repository, Descriptor descriptor) {
    return registry.hasBlob(repository, descriptor);
  }

  @Override
  public void pushBlob(Repository repository, Descriptor descriptor, BlobSource source) throws RegistryException {
    registry.pushBlob(repository, descriptor, source);
  }

  @Override
  public SubjectListing pushManifest(Repository repository, RawManifest manifest) throws RegistryException {
    return registry.pushManifest(repository, manifest);
  }

  @Override
  public void pushTag(ByTag tag, RawManifest manifest, Expected expected) throws RegistryException {
    registry.pushTag(tag, manifest, expected);
  }
}
