package dev.inkan.registry.http;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import java.util.Set;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** Where a registry may send us: never from https to http, never with a user in the URL, writes nowhere else. */
final class Redirects {
  static final int MAX_HOPS = 8;
  private static final int MAX_URL = 8 * 1024;
  private static final Set<Integer> ANY = Set.of(301, 302, 303, 307, 308);
  /** Those that do not turn a write into a read. */
  private static final Set<Integer> SAME_METHOD = Set.of(307, 308);

  private final Sites sites;

  Redirects(Sites sites) {
    this.sites = sites;
  }

  /**
   * The URL to ask next, or null when the answer is no redirect to be followed.
   *
   * @throws RegistryException PROTOCOL when there is no usable Location; REFUSED when we do not go there
   */
  @Nullable HttpUrl next(Ask ask, HttpUrl from, int status, @Nullable String location) throws RegistryException {
    if (!(ask.body() == null ? ANY : SAME_METHOD).contains(status)) {
      return null;
    }
    HttpUrl to = target(ask, from, location);
    boolean foreign = !ask.isAtHome(to);
    if (foreign && status == 303 && ask.following() == Ask.Following.ANYWHERE_BUT_SEE_OTHER) {
      return null;
    }
    if (foreign && ask.following() == Ask.Following.OWN_ORIGIN) {
      throw ask.failure(Kind.REFUSED, status, "it sends us to " + to.host() + ", which is not asked to do this");
    }
    return to;
  }

  /** Reads a Location that the answer of {@code from} carries. */
  HttpUrl target(Ask ask, HttpUrl from, @Nullable String location) throws RegistryException {
    HttpUrl to = location == null || location.length() > MAX_URL ? null : from.resolve(location);
    if (to == null) {
      throw ask.failure(Kind.PROTOCOL, "an answer without a Location that is an http address");
    }
    if (!to.username().isEmpty() || !to.password().isEmpty()) {
      throw ask.failure(Kind.REFUSED, "a Location with a user in it");
    }
    if (!to.isHttps() && (from.isHttps() || !sites.permitsHttp(to))) {
      throw ask.failure(
          Kind.REFUSED,
          "it sends us to " + to.host() + " over http; a proxy in front of it must tell it that it is asked by https");
    }
    return to;
  }
}
