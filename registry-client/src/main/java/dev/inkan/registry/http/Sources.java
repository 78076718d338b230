package dev.inkan.registry.http;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.http.Mirrors.Route;
import dev.inkan.registry.http.Notice.MirrorPassedOver;
import dev.inkan.registry.reference.Repository;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Whom to ask for what of a repository: its registry, what the user put in its place, and its mirrors for what a digest
 * proves. A mirror that failed is not asked again.
 */
final class Sources {
  private final Sites sites;
  private final Mirrors mirrors;
  private final Notices notices;
  private final Deadline deadline;
  private final Set<String> passedOver = ConcurrentHashMap.newKeySet();

  Sources(Sites sites, Mirrors mirrors, Notices notices, Deadline deadline) {
    this.sites = sites;
    this.mirrors = mirrors;
    this.notices = notices;
    this.deadline = deadline;
  }

  /** Asks a site. */
  @FunctionalInterface
  interface Reading<T> {
    T at(Site site) throws RegistryException;
  }

  /** Asks a mirror. */
  @FunctionalInterface
  interface MirrorReading<T> {
    T at(Mirrored mirrored) throws RegistryException;
  }

  /** A mirror, and what is behind it. */
  final class Mirrored {
    private final Mirror mirror;
    private final Repository repository;
    private final Route route;

    private Mirrored(Mirror mirror, Repository repository, Route route) {
      this.mirror = mirror;
      this.repository = repository;
      this.route = route;
    }

    Site site() throws RegistryException {
      return sites.site(mirror);
    }

    /** The registry that can go on where the mirror breaks off; the mirror itself when the registry is blocked. */
    Site registry() throws RegistryException {
      return route.blockedBy() == null ? registryOf(repository, route) : site();
    }

    /** Does not ask it again, for this reason. */
    void passOver(RegistryException failure) {
      boolean byHost = switch (failure.kind()) {
        case UNREACHABLE, TLS, TIMEOUT, INTEGRITY, PROTOCOL, UNAVAILABLE, RATE_LIMITED -> true;
        case UNAUTHORIZED, DENIED, REFUSED, CONFLICT, LOCAL, NOT_FOUND, TOO_LARGE, UNSUPPORTED -> false;
      };
      if (passedOver.add(byHost ? mirror.repository().host() : mirror.repository().toString())) {
        notices.tell(new MirrorPassedOver(mirror.repository(), failure));
      }
    }

    private boolean isPassedOver() {
      return passedOver.contains(mirror.repository().host()) || passedOver.contains(mirror.repository().toString());
    }
  }

  /** The registry of a repository, or what stands in its place for reading. */
  Site registry(Repository repository) throws RegistryException {
    return registryOf(repository, route(repository));
  }

  private Site registryOf(Repository repository, Route route) throws RegistryException {
    refuseBlocked(repository, route);
    Mirror instead = route.instead();
    return instead == null ? sites.site(repository) : sites.site(instead);
  }

  /**
   * Where a repository is written.
   *
   * @throws RegistryException REFUSED when it is read elsewhere: what was written would not be found there
   */
  Site writable(Repository repository) throws RegistryException {
    Route route = route(repository);
    refuseBlocked(repository, route);
    Mirror instead = route.instead();
    if (instead != null && !instead.repository().equals(repository)) {
      throw failure(
          Kind.REFUSED,
          repository,
          "the mirror configuration has " + instead.repository() + " read in its place: name that to write to it");
    }
    return instead == null ? sites.site(repository) : sites.site(instead);
  }

  /** Reads what a digest proves: from the first mirror that has it, else from the registry. */
  <T> T proven(Repository repository, MirrorReading<T> fromMirror, Reading<T> fromRegistry) throws RegistryException {
    Route route = route(repository);
    for (Mirror mirror : route.mirrors()) {
      var mirrored = new Mirrored(mirror, repository, route);
      if (!mirrored.isPassedOver()) {
        try {
          return fromMirror.at(mirrored);
        } catch (RegistryException e) {
          settle(mirrored, e);
        }
      }
    }
    return fromRegistry.at(registryOf(repository, route));
  }

  private void settle(Mirrored mirrored, RegistryException failure) throws RegistryException {
    switch (failure.kind()) {
      // The next one, or the registry, says it for itself.
      case NOT_FOUND, TOO_LARGE, UNSUPPORTED -> {}
      case LOCAL -> throw failure;
      default -> {
        if (deadline.hasPassed() || Thread.currentThread().isInterrupted()) {
          throw failure;
        }
        mirrored.passOver(failure);
      }
    }
  }

  private Route route(Repository repository) throws RegistryException {
    try {
      return mirrors.route(repository);
    } catch (UnusableMirrors e) {
      throw failure(Kind.LOCAL, repository, "its mirrors: " + e.getMessage(), e);
    }
  }

  private static void refuseBlocked(Repository repository, Route route) throws RegistryException {
    if (route.blockedBy() != null) {
      throw failure(Kind.REFUSED, repository, route.blockedBy() + " blocks it");
    }
  }

  private static RegistryException failure(Kind kind, Repository repository, String detail) {
    return failure(kind, repository, detail, null);
  }

  private static RegistryException failure(
      Kind kind, Repository repository, String detail, @Nullable Throwable cause) {
    return new RegistryException(kind, "GET /v2/" + repository.path(), repository.host(), null, detail, cause);
  }
}
