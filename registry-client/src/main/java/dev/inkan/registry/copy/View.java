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
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/**
 * A registry as one phase of a copy reads one repository of it: at the crew's pace, each manifest once, and no request
 * for what is known not to be there.
 */
final class View implements RegistryReader {
  private final RegistryReader reader;
  private final Sight sight;
  private final Crew crew;
  private final Future<?> looked;
  private final Map<Digest, FutureTask<RawManifest>> manifests = new ConcurrentHashMap<>();
  private final Map<Digest, FutureTask<Referrers>> referrers = new ConcurrentHashMap<>();

  /** {@code looked} ends when the repository's tags are in sight, or it is known that they cannot be. */
  View(RegistryReader reader, Sight sight, Crew crew, Future<?> looked) {
    this.reader = reader;
    this.sight = sight;
    this.crew = crew;
    this.looked = looked;
  }

  @Override
  public RawManifest resolve(ByTag reference) throws RegistryException {
    crew.await(looked);
    if (sight.lacks(reference.tag())) {
      throw new RegistryException(
          Kind.NOT_FOUND,
          "GET manifest " + reference.tag(),
          reference.repository().host(),
          "the repository lists no such tag");
    }
    return crew.ask(() -> reader.resolve(reference));
  }

  @Override
  public RawManifest manifest(ByDigest reference) throws RegistryException {
    return once(manifests, reference.digest(), () -> crew.ask(() -> reader.manifest(reference)));
  }

  private <T> T once(Map<Digest, FutureTask<T>> known, Digest digest, Crew.Work<T> work) throws RegistryException {
    var task = new FutureTask<>(work::run);
    FutureTask<T> first = known.putIfAbsent(digest, task);
    if (first == null) {
      task.run();
    }
    return crew.await(first == null ? task : first);
  }

  @Override
  public InputStream blob(Repository repository, Descriptor descriptor) throws RegistryException {
    return reader.blob(repository, descriptor);
  }

  @Override
  public Referrers referrers(ByDigest subject) throws RegistryException {
    return once(referrers, subject.digest(), () -> askForReferrers(subject));
  }

  /** "Not offered" is said by one request for all digests: a repository has the API, or it has not. */
  private Referrers askForReferrers(ByDigest subject) throws RegistryException {
    if (!sight.isFirstToAsk()) {
      return sight.isOffered(subject.repository().host())
          ? crew.ask(() -> reader.referrers(subject))
          : new Referrers.NotOffered();
    }
    boolean offered = true;
    try {
      Referrers listed = crew.ask(() -> reader.referrers(subject));
      offered = listed instanceof Referrers.Listed;
      return listed;
    } finally {
      sight.offered(offered);
    }
  }

  @Override
  public List<String> tags(Repository repository) throws RegistryException {
    return crew.ask(() -> reader.tags(repository));
  }
}
