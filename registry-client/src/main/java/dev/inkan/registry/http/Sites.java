package dev.inkan.registry.http;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.auth.Loopback;
import dev.inkan.registry.reference.Repository;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * Where the registry of a repository is: its API host, and https or http. Loopback is http, unless there is a
 * certificate for it; anything else is https, and http only where the user allowed that and nothing there speaks TLS.
 */
final class Sites {
  private static final String DOCKER_HUB_API = "registry-1.docker.io";

  /** Finds out whether an https address speaks no TLS at all; never true after a TLS error of any other kind. */
  @FunctionalInterface
  interface Probe {
    boolean speaksNoTls(Site https);
  }

  private final boolean allowHttp;
  private final boolean certificateGiven;
  private final CertificateFolders folders;
  private final Probe probe;
  private final ConcurrentMap<Asked, Known> known = new ConcurrentHashMap<>();

  /** A host, and what the user says of it in particular. */
  private record Asked(String host, boolean allowHttp, CertificateFolders.@Nullable Found certificates) {}

  /** What was found out about a host. */
  private record Known(HttpUrl root, CertificateFolders.@Nullable Found certificates) {}

  Sites(boolean allowHttp, boolean certificateGiven, Probe probe) {
    this(allowHttp, certificateGiven, CertificateFolders.none(), probe);
  }

  Sites(boolean allowHttp, boolean certificateGiven, CertificateFolders folders, Probe probe) {
    this.allowHttp = allowHttp;
    this.folders = folders;
    this.certificateGiven = certificateGiven;
    this.probe = probe;
  }

  /**
   * Where a repository is.
   *
   * @throws RegistryException REFUSED when its host is none; LOCAL when a certificate that is kept for it cannot be used
   */
  Site site(Repository repository) throws RegistryException {
    return site(Mirror.of(repository));
  }

  /** The same for another place than the repository's own. */
  Site site(Mirror mirror) throws RegistryException {
    Repository repository = mirror.repository();
    if (repository.isLayout()) {
      throw new RegistryException(
          Kind.UNSUPPORTED, "GET /v2/", repository.host(), "it is a folder on this machine, not a registry");
    }
    var asked = new Asked(repository.host(), allowHttp || mirror.allowHttp(), mirror.certificates());
    Known host = known.get(asked);
    if (host == null) {
      host = find(repository, asked);
      known.put(asked, host);
    }
    return new Site(repository, host.root(), host.certificates(), mirror.namespace());
  }

  private Known find(Repository repository, Asked asked) throws RegistryException {
    HttpUrl https = parse("https", repository.host());
    CertificateFolders.Found own =
        asked.certificates() == null ? certificates(repository.host()) : asked.certificates();
    boolean plainAtOnce = Loopback.is(https.host()) && !certificateGiven && own == null;
    boolean plain =
        plainAtOnce || (asked.allowHttp() && own == null && probe.speaksNoTls(new Site(repository, https)));
    return new Known(plain ? parse("http", repository.host()) : https, own);
  }

  private CertificateFolders.@Nullable Found certificates(String host) throws RegistryException {
    try {
      return folders.find(host);
    } catch (UnusableCertificate e) {
      throw new RegistryException(Kind.LOCAL, "GET /v2/", host, null, "a certificate for it: " + e.getMessage(), e);
    }
  }

  private static HttpUrl parse(String scheme, String host) throws RegistryException {
    HttpUrl url =
        HttpUrl.parse(scheme + "://" + (host.equals(Repository.DOCKER_HUB) ? DOCKER_HUB_API : host) + "/");
    if (url == null) {
      throw new RegistryException(Kind.REFUSED, "GET /v2/", host, "a host name that no URL can have");
    }
    return url;
  }

  /** Whether http may be spoken with this host at all, when the registry itself names it. */
  boolean permitsHttp(HttpUrl url) {
    return allowHttp || Loopback.is(url.host());
  }

  /** Whether both have the same scheme, host and port. */
  static boolean sameOrigin(HttpUrl one, HttpUrl other) {
    return one.scheme().equals(other.scheme()) && one.host().equals(other.host()) && one.port() == other.port();
  }
}
