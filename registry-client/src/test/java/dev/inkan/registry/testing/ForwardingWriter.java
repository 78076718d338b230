package dev.inkan.registry.testing;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryWriter;
import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.RawManifest;
import dev.inkan.registry.reference.Reference.ByTag;
import dev.inkan.registry.reference.Repository;

/** Writes to another registry; a test overrides what is to go otherwise. */
public class ForwardingWriter implements RegistryWriter {
  private final RegistryWriter writer;

  public ForwardingWriter(RegistryWriter writer) {
    this.writer = writer;
  }

  @Override
  public boolean hasBlob(Repository repository, Descriptor descriptor) throws RegistryException {
    return writer.hasBlob(repository, descriptor);
  }

  @Override
  public void pushBlob(Repository repository, Descriptor descriptor, BlobSource source) throws RegistryException {
    writer.pushBlob(repository, descriptor, source);
  }

  @Override
  public SubjectListing pushManifest(Repository repository, RawManifest manifest) throws RegistryException {
    return writer.pushManifest(repository, manifest);
  }

  @Override
  public void pushTag(ByTag tag, RawManifest manifest, Expected expected) throws RegistryException {
    writer.pushTag(tag, manifest, expected);
  }
}
