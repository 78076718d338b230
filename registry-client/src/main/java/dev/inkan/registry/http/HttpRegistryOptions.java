package dev.inkan.registry.http;

import dev.inkan.registry.auth.CredentialSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How registries are reached; the same for all hosts of a run.
 *
 * @param credentials who we are; asked only when a registry demands a login
 * @param trustedRealmHosts hosts of token services that may see the credentials of any registry, besides those that
 *     {@code RealmRule} knows
 * @param allowHttp whether a host that speaks no TLS may be spoken to in plain text; loopback may always
 * @param ca certificate authorities to trust besides the runtime's, or null; then loopback too is https
 * @param identity what is shown to registries that the user named and that ask for a client certificate, or null; then
 *     loopback too is https
 * @param timeout for everything together, counted from {@link HttpRegistry#open}
 * @param retries how often a request is made again after a failure that may pass; 0 asks once
 * @param userAgent what we call ourselves
 * @param pause how the waits between are spent
 * @param turns a folder for this user's files only, through which the processes of a machine take turns in writing to a
 *     tag that several write to; null when there is none
 * @param certificates certificates by registry, besides {@code ca} and {@code identity}
 * @param proxies through which hosts are reached
 */
public record HttpRegistryOptions(
    CredentialSource credentials,
    Set<String> trustedRealmHosts,
    boolean allowHttp,
    @Nullable CaCertificates ca,
    @Nullable ClientIdentity identity,
    Duration timeout,
    int retries,
    String userAgent,
    Pause pause,
    @Nullable Path turns,
    CertificateFolders certificates,
    Proxies proxies) {

  /** Throws {@link IllegalArgumentException} when the timeout is not positive or the retries are negative. */
  public HttpRegistryOptions {
    trustedRealmHosts = Set.copyOf(trustedRealmHosts);
    if (timeout.isNegative() || timeout.isZero() || retries < 0) {
      throw new IllegalArgumentException("timeout " + timeout + ", retries " + retries);
    }
  }

  /** Anonymous, https, five minutes, three retries. */
  public static HttpRegistryOptions defaults() {
    return new HttpRegistryOptions(
        CredentialSource.none(), Set.of(), false, null, null, Duration.ofMinutes(5), 3, "inkan", Pause.sleeping(), null,
        CertificateFolders.none(), Proxies.none());
  }

  public HttpRegistryOptions withCredentials(CredentialSource source) {
    return new HttpRegistryOptions(
        source, trustedRealmHosts, allowHttp, ca, identity, timeout, retries, userAgent, pause, turns, certificates,
        proxies);
  }

  public HttpRegistryOptions withTrustedRealmHosts(Set<String> hosts) {
    return new HttpRegistryOptions(
        credentials, hosts, allowHttp, ca, identity, timeout, retries, userAgent, pause, turns, certificates, proxies);
  }

  public HttpRegistryOptions withAllowHttp(boolean allow) {
    return new HttpRegistryOptions(
        credentials, trustedRealmHosts, allow, ca, identity, timeout, retries, userAgent, pause, turns, certificates,
        proxies);
  }

  public HttpRegistryOptions withCa(CaCertificates authorities) {
    return new HttpRegistryOptions(
        credentials, trustedRealmHosts, allowHttp, authorities, identity, timeout, retries, userAgent, pause, turns,
        certificates, proxies);
  }

  public HttpRegistryOptions withIdentity(ClientIdentity client) {
    return new HttpRegistryOptions(
        credentials, trustedRealmHosts, allowHttp, ca, client, timeout, retries, userAgent, pause, turns,
        certificates, proxies);
  }

  public HttpRegistryOptions withTimeout(Duration limit) {
    return new HttpRegistryOptions(
        credentials, trustedRealmHosts, allowHttp, ca, identity, limit, retries, userAgent, pause, turns,
        certificates, proxies);
  }

  public HttpRegistryOptions withRetries(int count) {
    return new HttpRegistryOptions(
        credentials, trustedRealmHosts, allowHttp, ca, identity, timeout, count, userAgent, pause, turns,
        certificates, proxies);
  }

  public HttpRegistryOptions withUserAgent(String name) {
    return new HttpRegistryOptions(
        credentials, trustedRealmHosts, allowHttp, ca, identity, timeout, retries, name, pause, turns, certificates,
        proxies);
  }

  public HttpRegistryOptions withPause(Pause how) {
    return new HttpRegistryOptions(
        credentials, trustedRealmHosts, allowHttp, ca, identity, timeout, retries, userAgent, how, turns,
        certificates, proxies);
  }

  public HttpRegistryOptions withTurns(Path folder) {
    return new HttpRegistryOptions(
        credentials, trustedRealmHosts, allowHttp, ca, identity, timeout, retries, userAgent, pause, folder,
        certificates, proxies);
  }

  public HttpRegistryOptions withCertificates(CertificateFolders folders) {
    return new HttpRegistryOptions(
        credentials, trustedRealmHosts, allowHttp, ca, identity, timeout, retries, userAgent, pause, turns, folders,
        proxies);
  }

  public HttpRegistryOptions withProxies(Proxies others) {
    return new HttpRegistryOptions(
        credentials, trustedRealmHosts, allowHttp, ca, identity, timeout, retries, userAgent, pause, turns,
        certificates, others);
  }
}
