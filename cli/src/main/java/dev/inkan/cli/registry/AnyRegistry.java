package dev.inkan.cli.registry;

import dev.inkan.registry.Referrers;
import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryReader;
import dev.inkan.registry.RegistryWriter;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.content.RawManifest;
import dev.inkan.registry.http.HttpRegistry;
import dev.inkan.registry.http.HttpRegistryOptions;
import dev.inkan.registry.layout.LayoutRegistry;
import dev.inkan.registry.reference.Reference.ByDigest;
import dev.inkan.registry.reference.Reference.ByTag;
import dev.inkan.registry.reference.Repository;
import java.io.InputStream;
import java.util.List;

/** Whatever a name may mean: a registry over HTTP, or an OCI layout on disk. */
public final class AnyRegistry implements RegistryReader, RegistryWriter, AutoCloseable {
  private final HttpRegistry registries;
  private final LayoutRegistry layouts;

  private AnyRegistry(HttpRegistry registries, LayoutRegistry layouts) {
    this.registries = registries;
    this.layouts = layouts;
  }

  /** Starts a run; its time counts from now. Nothing is asked yet. */
  public static AnyRegistry open(HttpRegistryOptions options, LayoutRegistry layouts) {
    return new AnyRegistry(HttpRegistry.open(options), layouts);
  }

  private RegistryReader reader(Repository repository) {
    return repository.isLayout() ? layouts : registries;
  }

  private RegistryWriter writer(Repository repository) {
    return repository.isLayout() ? layouts : registries;
  }

  @Override
  public RawManifest resolve(ByTag reference) throws RegistryException {
    return reader(reference.repository()).resolve(reference);
  }

  @Override
  public RawManifest manifest(ByDigest reference) throws RegistryException {
    return reader(reference.repository()).manifest(reference);
  }

  @Override
  public InputStream blob(Repository repository, Descriptor descriptor) throws RegistryException {
    return reader(repository).blob(repository, descriptor);
  }

  @Override
  public Bytes readBlob(Repository repository, Descriptor descriptor, int limit) throws RegistryException {
    return reader(repository).readBlob(repository, descriptor, limit);
  }

  @Override
  public Descriptor describeBlob(Repository repository, Digest digest) throws RegistryException {
    return reader(repository).describeBlob(repository, digest);
  }

  @Override
  public Referrers referrers(ByDigest subject) throws RegistryException {
    return reader(subject.repository()).referrers(subject);
  }

  @Override
  public List<String> tags(Repository repository) throws RegistryException {
    return reader(repository).tags(repository);
  }

  @Override
  public List<String> tags(Repository repository, int pages) throws RegistryException {
    return reader(repository).tags(repository, pages);
  }

  @Override
  public boolean hasBlob(Repository repository, Descriptor descriptor) throws RegistryException {
    return writer(repository).hasBlob(repository, descriptor);
  }

  @Override
  public void pushBlob(Repository repository, Descriptor descriptor, BlobSource source) throws RegistryException {
    writer(repository).pushBlob(repository, descriptor, source);
  }

  @Override
  public void pushNewBlob(Repository repository, Descriptor descriptor, BlobSource source) throws RegistryException {
    writer(repository).pushNewBlob(repository, descriptor, source);
  }

  @Override
  public boolean mountBlob(Repository to, Descriptor blob, Repository from, BlobSource otherwise)
      throws RegistryException {
    return writer(to).mountBlob(to, blob, from, otherwise);
  }

  @Override
  public SubjectListing pushManifest(Repository repository, RawManifest manifest) throws RegistryException {
    return writer(repository).pushManifest(repository, manifest);
  }

  @Override
  public Turn turn(ByTag tag) throws RegistryException {
    return writer(tag.repository()).turn(tag);
  }

  @Override
  public void pushTag(ByTag tag, RawManifest manifest, Expected expected) throws RegistryException {
    writer(tag.repository()).pushTag(tag, manifest, expected);
  }

  /** Ends whatever is under way over HTTP. */
  @Override
  public void close() {
    registries.close();
  }
}
