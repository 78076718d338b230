package dev.inkan.registry.http;

import dev.inkan.registry.auth.CredentialSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How registries are reached; the same for all hosts of a run. Never changes: each {@code with} gives another one. None
 * takes null.
 */
public final class HttpRegistryOptions {
  private CredentialSource credentials = CredentialSource.none();
  private Set<String> trustedRealmHosts = Set.of();
  private boolean allowHttp;
  private @Nullable CaCertificates ca;
  private @Nullable ClientIdentity identity;
  private Duration timeout = Duration.ofMinutes(5);
  private int retries = 3;
  private String userAgent = "inkan";
  private Pause pause = Pause.sleeping();
  private @Nullable Path turns;
  private CertificateFolders certificates = CertificateFolders.none();
  private Proxies proxies = Proxies.none();
  private Mirrors mirrors = Mirrors.none();
  private Notices notices = Notices.none();

  private HttpRegistryOptions() {}

  /** Anonymous, https, five minutes, three retries. */
  public static HttpRegistryOptions defaults() {
    return new HttpRegistryOptions();
  }

  private HttpRegistryOptions with(Consumer<HttpRegistryOptions> change) {
    var copy = new HttpRegistryOptions();
    copy.credentials = credentials;
    copy.trustedRealmHosts = trustedRealmHosts;
    copy.allowHttp = allowHttp;
    copy.ca = ca;
    copy.identity = identity;
    copy.timeout = timeout;
    copy.retries = retries;
    copy.userAgent = userAgent;
    copy.pause = pause;
    copy.turns = turns;
    copy.certificates = certificates;
    copy.proxies = proxies;
    copy.mirrors = mirrors;
    copy.notices = notices;
    change.accept(copy);
    return copy;
  }

  /** Who we are; asked only when a registry demands a login. */
  public HttpRegistryOptions withCredentials(CredentialSource source) {
    return with(copy -> copy.credentials = source);
  }

  /** Hosts of token services that may see the credentials of any registry, besides those that {@code RealmRule} knows. */
  public HttpRegistryOptions withTrustedRealmHosts(Set<String> hosts) {
    Set<String> all = Set.copyOf(hosts);
    return with(copy -> copy.trustedRealmHosts = all);
  }

  /** Whether a host that speaks no TLS may be spoken to in plain text; loopback may always. */
  public HttpRegistryOptions withAllowHttp(boolean allow) {
    return with(copy -> copy.allowHttp = allow);
  }

  /** Certificate authorities to trust besides the runtime's; with them loopback too is https. */
  public HttpRegistryOptions withCa(CaCertificates authorities) {
    return with(copy -> copy.ca = authorities);
  }

  /**
   * What is shown to registries that the user named and that ask for a client certificate; with it loopback too is
   * https.
   */
  public HttpRegistryOptions withIdentity(ClientIdentity client) {
    return with(copy -> copy.identity = client);
  }

  /**
   * The time for everything together, counted from {@link HttpRegistry#open}.
   *
   * @throws IllegalArgumentException when it is not positive
   */
  public HttpRegistryOptions withTimeout(Duration limit) {
    if (limit.isNegative() || limit.isZero()) {
      throw new IllegalArgumentException("timeout " + limit);
    }
    return with(copy -> copy.timeout = limit);
  }

  /**
   * How often a request is made again after a failure that may pass; 0 asks once.
   *
   * @throws IllegalArgumentException when it is negative
   */
  public HttpRegistryOptions withRetries(int count) {
    if (count < 0) {
      throw new IllegalArgumentException("retries " + count);
    }
    return with(copy -> copy.retries = count);
  }

  /** What we call ourselves. */
  public HttpRegistryOptions withUserAgent(String name) {
    return with(copy -> copy.userAgent = name);
  }

  /** How the waits between tries are spent. */
  public HttpRegistryOptions withPause(Pause how) {
    return with(copy -> copy.pause = how);
  }

  /**
   * A folder for this user's files only, through which the processes of a machine take turns in writing to a tag that
   * several write to; there is none by default.
   */
  public HttpRegistryOptions withTurns(Path folder) {
    return with(copy -> copy.turns = folder);
  }

  /** Certificates by registry, besides those of {@link #withCa} and {@link #withIdentity}. */
  public HttpRegistryOptions withCertificates(CertificateFolders folders) {
    return with(copy -> copy.certificates = folders);
  }

  /** Through which hosts others are reached. */
  public HttpRegistryOptions withProxies(Proxies others) {
    return with(copy -> copy.proxies = others);
  }

  /** Where repositories are read besides at their registry. */
  public HttpRegistryOptions withMirrors(Mirrors others) {
    return with(copy -> copy.mirrors = others);
  }

  /** Who is told what a person should know though the work goes on. */
  public HttpRegistryOptions withNotices(Notices listener) {
    return with(copy -> copy.notices = listener);
  }

  CredentialSource credentials() {
    return credentials;
  }

  Set<String> trustedRealmHosts() {
    return trustedRealmHosts;
  }

  boolean allowHttp() {
    return allowHttp;
  }

  @Nullable CaCertificates ca() {
    return ca;
  }

  @Nullable ClientIdentity identity() {
    return identity;
  }

  /** The time for everything together. */
  public Duration timeout() {
    return timeout;
  }

  /** How often a request is made again. */
  public int retries() {
    return retries;
  }

  String userAgent() {
    return userAgent;
  }

  Pause pause() {
    return pause;
  }

  @Nullable Path turns() {
    return turns;
  }

  CertificateFolders certificates() {
    return certificates;
  }

  Proxies proxies() {
    return proxies;
  }

  Mirrors mirrors() {
    return mirrors;
  }

  Notices notices() {
    return notices;
  }
}
