package dev.inkan.registry.copy;

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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;

/**
 * The source; but when the destination has the image already, its manifests are read there, which tells in the same
 * request that they are there. A manifest is the same wherever its digest was proven.
 */
final class Nearest implements RegistryReader {
  private final View source;
  private final View destination;
  private final Repository to;
  private final Crew crew;
  private final Future<Boolean> repeat;
  private final Set<Digest> held = ConcurrentHashMap.newKeySet();

  Nearest(View source, View destination, Repository to, Crew crew, Future<Boolean> repeat) {
    this.source = source;
    this.destination = destination;
    this.to = to;
    this.crew = crew;
    this.repeat = repeat;
  }

  /** Whether a manifest was read at the destination. */
  boolean holds(Digest manifest) {
    return held.contains(manifest);
  }

  @Override
  public RawManifest manifest(ByDigest reference) throws RegistryException {
    if (crew.await(repeat)) {
      try {
        RawManifest there = destination.manifest(new ByDigest(to, reference.digest()));
        held.add(reference.digest());
        return there;
      } catch (RegistryException e) {
        if (e.kind() != Kind.NOT_FOUND) {
          throw e;
        }
      }
    }
    return source.manifest(reference);
  }

  @Override
  public RawManifest resolve(ByTag reference) throws RegistryException {
    return source.resolve(reference);
  }

  @Override
  public InputStream blob(Repository repository, Descriptor descriptor) throws RegistryException {
    return source.blob(repository, descriptor);
  }

  @Override
  public Referrers referrers(ByDigest subject) throws RegistryException {
    return source.referrers(subject);
  }

  @Override
  public List<String> tags(Repository repository) throws RegistryException {
    return source.tags(repository);
  }
}
