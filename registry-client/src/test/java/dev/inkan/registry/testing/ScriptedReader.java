package dev.inkan.registry.testing;

import dev.inkan.registry.Referrers;
import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.RegistryReader;
import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.content.RawManifest;
import dev.inkan.registry.reference.Reference.ByDigest;
import dev.inkan.registry.reference.Reference.ByTag;
import dev.inkan.registry.reference.Repository;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Another reader, except where a test says what is to be answered instead: without HTTP, for what callers make of each
 * kind of failure.
 */
public final class ScriptedReader implements RegistryReader {
  private final RegistryReader reader;
  private final AtomicInteger manifestReads = new AtomicInteger();
  private volatile @Nullable Kind resolveFailure;
  private volatile @Nullable Kind manifestFailure;
  private volatile @Nullable Kind blobFailure;
  private volatile @Nullable Kind referrersFailure;
  private volatile @Nullable Kind tagsFailure;
  private volatile @Nullable Referrers referrers;
  private volatile @Nullable List<String> tags;

  public ScriptedReader(RegistryReader reader) {
    this.reader = reader;
  }

  public void failResolve(Kind kind) {
    resolveFailure = kind;
  }

  public void failManifest(Kind kind) {
    manifestFailure = kind;
  }

  public void failBlob(Kind kind) {
    blobFailure = kind;
  }

  public void failReferrers(Kind kind) {
    referrersFailure = kind;
  }

  /** Has the referrers API list these, whatever is there. */
  public void listReferrers(List<Descriptor> descriptors) {
    referrers = new Referrers.Listed(descriptors);
  }

  public void failTags(Kind kind) {
    tagsFailure = kind;
  }

  /** Has the repository list these tags, whatever is there. */
  public void listTags(List<String> all) {
    tags = List.copyOf(all);
  }

  /** How many manifests were asked for by digest. */
  public int manifestReads() {
    return manifestReads.get();
  }

  private static void failWith(@Nullable Kind kind, String operation, Repository repository)
      throws RegistryException {
    if (kind != null) {
      throw new RegistryException(kind, operation, repository.host(), "as told");
    }
  }

  @Override
  public RawManifest resolve(ByTag reference) throws RegistryException {
    failWith(resolveFailure, "GET manifest " + reference.tag(), reference.repository());
    return reader.resolve(reference);
  }

  @Override
  public RawManifest manifest(ByDigest reference) throws RegistryException {
    manifestReads.incrementAndGet();
    failWith(manifestFailure, "GET manifest " + reference.digest(), reference.repository());
    return reader.manifest(reference);
  }

  @Override
  public InputStream blob(Repository repository, Descriptor descriptor) throws RegistryException {
    failWith(blobFailure, "GET blob " + descriptor.digest(), repository);
    return reader.blob(repository, descriptor);
  }

  @Override
  public Descriptor describeBlob(Repository repository, Digest digest) throws RegistryException {
    failWith(blobFailure, "HEAD blob " + digest, repository);
    return reader.describeBlob(repository, digest);
  }

  @Override
  public Referrers referrers(ByDigest subject) throws RegistryException {
    failWith(referrersFailure, "GET referrers " + subject.digest(), subject.repository());
    Referrers told = referrers;
    return told == null ? reader.referrers(subject) : told;
  }

  @Override
  public List<String> tags(Repository repository) throws RegistryException {
    failWith(tagsFailure, "GET tags of " + repository.path(), repository);
    List<String> told = tags;
    return told == null ? reader.tags(repository) : told;
  }
}
