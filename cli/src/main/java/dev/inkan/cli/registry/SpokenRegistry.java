package dev.inkan.cli.registry;

import dev.inkan.cli.surroundings.Terminal;
import dev.inkan.registry.Referrers;
import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryReader;
import dev.inkan.registry.RegistryWriter;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.RawManifest;
import dev.inkan.registry.reference.Reference.ByDigest;
import dev.inkan.registry.reference.Reference.ByTag;
import dev.inkan.registry.reference.Repository;
import java.io.InputStream;
import java.util.List;

/** Says with {@code -v} what a registry is asked for, and what failed. */
public final class SpokenRegistry<R extends RegistryReader & RegistryWriter> implements RegistryReader, RegistryWriter {
  private final R registry;
  private final Terminal terminal;

  public SpokenRegistry(R registry, Terminal terminal) {
    this.registry = registry;
    this.terminal = terminal;
  }

  @FunctionalInterface
  private interface Request<T> {
    T make() throws RegistryException;
  }

  private <T> T spoken(String what, Request<T> request) throws RegistryException {
    terminal.detail(what);
    try {
      return request.make();
    } catch (RegistryException e) {
      terminal.detail("  failed: " + e.getMessage());
      throw e;
    }
  }

  @Override
  public RawManifest resolve(ByTag reference) throws RegistryException {
    return spoken("read tag " + reference, () -> registry.resolve(reference));
  }

  @Override
  public RawManifest manifest(ByDigest reference) throws RegistryException {
    return spoken("read manifest " + reference, () -> registry.manifest(reference));
  }

  @Override
  public InputStream blob(Repository repository, Descriptor descriptor) throws RegistryException {
    return spoken("read blob " + named(repository, descriptor), () -> registry.blob(repository, descriptor));
  }

  @Override
  public Bytes readBlob(Repository repository, Descriptor descriptor, int limit) throws RegistryException {
    return spoken(
        "read blob " + named(repository, descriptor), () -> registry.readBlob(repository, descriptor, limit));
  }

  @Override
  public Referrers referrers(ByDigest subject) throws RegistryException {
    return spoken("list referrers of " + subject, () -> registry.referrers(subject));
  }

  @Override
  public List<String> tags(Repository repository) throws RegistryException {
    return spoken("list tags of " + repository, () -> registry.tags(repository));
  }

  @Override
  public List<String> tags(Repository repository, int pages) throws RegistryException {
    return spoken("list tags of " + repository, () -> registry.tags(repository, pages));
  }

  @Override
  public boolean hasBlob(Repository repository, Descriptor descriptor) throws RegistryException {
    return spoken("look for blob " + named(repository, descriptor), () -> registry.hasBlob(repository, descriptor));
  }

  @Override
  public void pushBlob(Repository repository, Descriptor descriptor, BlobSource source) throws RegistryException {
    spoken("write blob " + named(repository, descriptor), () -> {
      registry.pushBlob(repository, descriptor, source);
      return true;
    });
  }

  @Override
  public void pushNewBlob(Repository repository, Descriptor descriptor, BlobSource source) throws RegistryException {
    spoken("write new blob " + named(repository, descriptor), () -> {
      registry.pushNewBlob(repository, descriptor, source);
      return true;
    });
  }

  @Override
  public boolean mountBlob(Repository to, Descriptor blob, Repository from, BlobSource otherwise)
      throws RegistryException {
    return spoken(
        "mount blob " + named(to, blob) + " from " + from, () -> registry.mountBlob(to, blob, from, otherwise));
  }

  @Override
  public SubjectListing pushManifest(Repository repository, RawManifest manifest) throws RegistryException {
    return spoken(
        "write manifest " + named(repository, manifest.descriptor()),
        () -> registry.pushManifest(repository, manifest));
  }

  @Override
  public Turn turn(ByTag tag) throws RegistryException {
    return registry.turn(tag);
  }

  @Override
  public void pushTag(ByTag tag, RawManifest manifest, Expected expected) throws RegistryException {
    spoken("write tag " + tag + " as " + manifest.digest(), () -> {
      registry.pushTag(tag, manifest, expected);
      return true;
    });
  }

  private static String named(Repository repository, Descriptor descriptor) {
    return repository + "@" + descriptor.digest();
  }
}
