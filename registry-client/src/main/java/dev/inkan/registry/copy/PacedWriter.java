package dev.inkan.registry.copy;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryWriter;
import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.RawManifest;
import dev.inkan.registry.reference.Reference.ByTag;
import dev.inkan.registry.reference.Repository;

/** Writes at the crew's pace. */
final class PacedWriter implements RegistryWriter {
  private final RegistryWriter writer;
  private final Crew crew;

  PacedWriter(RegistryWriter writer, Crew crew) {
    this.writer = writer;
    this.crew = crew;
  }

  @Override
  public boolean hasBlob(Repository repository, Descriptor descriptor) throws RegistryException {
    return crew.ask(() -> writer.hasBlob(repository, descriptor));
  }

  @Override
  public void pushBlob(Repository repository, Descriptor descriptor, BlobSource source) throws RegistryException {
    crew.ask(() -> {
      writer.pushBlob(repository, descriptor, source);
      return descriptor;
    });
  }

  @Override
  public void pushNewBlob(Repository repository, Descriptor descriptor, BlobSource source) throws RegistryException {
    crew.ask(() -> {
      writer.pushNewBlob(repository, descriptor, source);
      return descriptor;
    });
  }

  @Override
  public boolean mountBlob(Repository to, Descriptor blob, Repository from, BlobSource otherwise)
      throws RegistryException {
    return crew.ask(() -> writer.mountBlob(to, blob, from, otherwise));
  }

  @Override
  public SubjectListing pushManifest(Repository repository, RawManifest manifest) throws RegistryException {
    return crew.ask(() -> writer.pushManifest(repository, manifest));
  }

  @Override
  public void pushTag(ByTag tag, RawManifest manifest, Expected expected) throws RegistryException {
    crew.ask(() -> {
      writer.pushTag(tag, manifest, expected);
      return tag;
    });
  }

  /** Waiting for others takes none of the crew's hands. */
  @Override
  public Turn turn(ByTag tag) throws RegistryException {
    return writer.turn(tag);
  }
}
