package dev.inkan.verifier.testing;

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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A registry that lists and fails as it is told to, and remembers its calls, named as in {@link #asked}. */
public final class BentReader implements RegistryReader {
  private final RegistryReader good;
  private final Map<String, Kind> failures = new LinkedHashMap<>();
  private final List<String> asked = new ArrayList<>();
  private @Nullable List<Descriptor> listed;

  public BentReader(RegistryReader good) {
    this.good = good;
  }

  /** The referrers API says this, whatever hangs there. */
  public BentReader lists(List<Descriptor> entries) {
    listed = entries;
    return this;
  }

  /** Calls that begin like this fail. */
  public BentReader fails(String call, Kind kind) {
    failures.put(call, kind);
    return this;
  }

  /** {@code referrers DIGEST}, {@code resolve TAG}, {@code manifest DIGEST}, {@code blob DIGEST}, in their order. */
  public List<String> asked() {
    return List.copyOf(asked);
  }

  private void ask(String call, Repository repository) throws RegistryException {
    asked.add(call);
    for (var failure : failures.entrySet()) {
      if (call.startsWith(failure.getKey())) {
        throw new RegistryException(failure.getValue(), call, repository.host(), "as it was told to");
      }
    }
  }

  @Override
  public RawManifest resolve(ByTag reference) throws RegistryException {
    ask("resolve " + reference.tag(), reference.repository());
    return good.resolve(reference);
  }

  @Override
  public RawManifest manifest(ByDigest reference) throws RegistryException {
    ask("manifest " + reference.digest(), reference.repository());
    return good.manifest(reference);
  }

  @Override
  public InputStream blob(Repository repository, Descriptor descriptor) throws RegistryException {
    ask("blob " + descriptor.digest(), repository);
    return good.blob(repository, descriptor);
  }

  @Override
  public Descriptor describeBlob(Repository repository, Digest digest) throws RegistryException {
    ask("describe " + digest, repository);
    return good.describeBlob(repository, digest);
  }

  @Override
  public Referrers referrers(ByDigest subject) throws RegistryException {
    ask("referrers " + subject.digest(), subject.repository());
    return listed == null ? good.referrers(subject) : new Referrers.Listed(listed);
  }

  @Override
  public List<String> tags(Repository repository) throws RegistryException {
    ask("tags", repository);
    return good.tags(repository);
  }
}
