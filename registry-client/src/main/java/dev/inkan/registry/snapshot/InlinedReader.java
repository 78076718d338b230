package dev.inkan.registry.snapshot;

import dev.inkan.registry.Referrers;
import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryReader;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.content.RawManifest;
import dev.inkan.registry.reference.Reference.ByDigest;
import dev.inkan.registry.reference.Reference.ByTag;
import dev.inkan.registry.reference.Repository;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes small content from the descriptor that brought it along (image-spec descriptor.md "data") instead of asking for
 * it. Proven as everything is, by size and digest; data that is something else is as good as none, for anybody who may
 * write a listing can put it there, and it must not hide the content. That content came this way says nothing of whether
 * the registry holds it: not for whoever is about to rely on that.
 */
public final class InlinedReader implements RegistryReader {
  private final RegistryReader reader;

  public InlinedReader(RegistryReader reader) {
    this.reader = reader;
  }

  @Override
  public RawManifest resolve(ByTag reference) throws RegistryException {
    return reader.resolve(reference);
  }

  @Override
  public RawManifest manifest(ByDigest reference) throws RegistryException {
    return reader.manifest(reference);
  }

  @Override
  public RawManifest manifest(Repository repository, Descriptor listed) throws RegistryException {
    Bytes data = proven(listed);
    return data == null
        ? reader.manifest(repository, listed)
        : new RawManifest(new Descriptor(listed.mediaType(), listed.digest(), listed.size()), data);
  }

  @Override
  public Bytes readBlob(Repository repository, Descriptor descriptor, int limit) throws RegistryException {
    Bytes data = proven(descriptor);
    return data == null || data.size() > limit ? reader.readBlob(repository, descriptor, limit) : data;
  }

  private static @Nullable Bytes proven(Descriptor descriptor) {
    return descriptor.isProvenByData() ? descriptor.data() : null;
  }

  @Override
  public InputStream blob(Repository repository, Descriptor descriptor) throws RegistryException {
    return reader.blob(repository, descriptor);
  }

  @Override
  public Descriptor describeBlob(Repository repository, Digest digest) throws RegistryException {
    return reader.describeBlob(repository, digest);
  }

  @Override
  public Referrers referrers(ByDigest subject) throws RegistryException {
    return reader.referrers(subject);
  }

  @Override
  public List<String> tags(Repository repository) throws RegistryException {
    return reader.tags(repository);
  }

  @Override
  public List<String> tags(Repository repository, int pages) throws RegistryException {
    return reader.tags(repository, pages);
  }
}
