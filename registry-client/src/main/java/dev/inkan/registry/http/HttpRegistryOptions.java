package dev.inkan.registry.http;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How registries are reached; the same for all hosts of a run.
 *
 * @param allowHttp whether a host that speaks no TLS may be spoken to in plain text; loopback may always
 * @param ca certificate authorities to trust besides the runtime's, or null; then loopback too is https
 * @param identity what is shown to registries that the user named and that ask for a client certificate, or null; then
 *     loopback too is https
 * @param timeout for everything together, counted from {@link HttpRegistry#open}
 * @param retries how often a request is made again after a failure that may pass; 0 asks once
 * @param userAgent what we call ourselves
 * @param pause how the waits between are spent
 */
public record HttpRegistryOptions(
    boolean allowHttp,
    @Nullable CaCertificates ca,
    @Nullable ClientIdentity identity,
    Duration timeout,
    int retries,
    String userAgent,
    Pause pause) {

  /** Throws {@link IllegalArgumentException} when the timeout is not positive or the retries are negative. */
  public HttpRegistryOptions {
    if (timeout.isNegative() || timeout.isZero() || retries < 0) {
      throw new IllegalArgumentException("timeout " + timeout + ", retries " + retries);
    }
  }

  /** Anonymous, https, five minutes, three retries. */
  public static HttpRegistryOptions defaults() {
    return new HttpRegistryOptions(false, null, null, Duration.ofMinutes(5), 3, "inkan", Pause.sleeping());
  }

  public HttpRegistryOptions withAllowHttp(boolean allow) {
    return new HttpRegistryOptions(allow, ca, identity, timeout, retries, userAgent, pause);
  }

  public HttpRegistryOptions withCa(CaCertificates certificates) {
    return new HttpRegistryOptions(allowHttp, certificates, identity, timeout, retries, userAgent, pause);
  }

  public HttpRegistryOptions withIdentity(ClientIdentity client) {
    return new HttpRegistryOptions(allowHttp, ca, client, timeout, retries, userAgent, pause);
  }

  public HttpRegistryOptions withTimeout(Duration limit) {
    return new HttpRegistryOptions(allowHttp, ca, identity, limit, retries, userAgent, pause);
  }

  public HttpRegistryOptions withRetries(int count) {
    return new HttpRegistryOptions(allowHttp, ca, identity, timeout, count, userAgent, pause);
  }

  public HttpRegistryOptions withUserAgent(String name) {
    return new HttpRegistryOptions(allowHttp, ca, identity, timeout, retries, name, pause);
  }

  public HttpRegistryOptions withPause(Pause how) {
    return new HttpRegistryOptions(allowHttp, ca, identity, timeout, retries, userAgent, how);
  }
}
