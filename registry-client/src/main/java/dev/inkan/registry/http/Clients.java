package dev.inkan.registry.http;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.ConnectionSpec;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import org.jspecify.annotations.Nullable;

/**
 * OkHttp, set up so that it decides nothing: no redirects, no status retries, no cookies, no cache. One client for each
 * way to connect, all on one pool; a client speaks either TLS or plain text, so that none can fall from one to the
 * other, and TLS is only set up when it is needed.
 */
final class Clients implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration IDLE = Duration.ofSeconds(30);
  /** More than a copy has requests under way, with two registries: what is closed is to be opened again. */
  private static final int MOST_IDLE = 32;

  /**
   * A way to connect.
   *
   * @param own the registry's network when it named the host, or null when the user did
   * @param certificates what the user keeps for the registry that is asked, or that named the host; or null
   */
  record Way(boolean tls, @Nullable Network own, CertificateFolders.@Nullable Found certificates) {}

  /** Whom to believe, and who we are, on such a way. */
  @FunctionalInterface
  interface Trust {
    Tls of(CertificateFolders.@Nullable Found certificates);
  }

  private final OkHttpClient base;
  private final Addresses addresses;
  private final Trust trust;
  private final ConcurrentMap<Way, OkHttpClient> clients = new ConcurrentHashMap<>();

  /** {@code trust} is asked for https only, once for a way. */
  Clients(Addresses addresses, Trust trust, Proxies proxies) {
    this.addresses = addresses;
    this.trust = trust;
    var common =
        new OkHttpClient.Builder()
            .followRedirects(false)
            .followSslRedirects(false)
            .connectTimeout(CONNECT)
            .connectionPool(new ConnectionPool(MOST_IDLE, 1, TimeUnit.MINUTES))
            .readTimeout(IDLE)
            .writeTimeout(IDLE)
            // HTTP/1 bounds an answer's header lines; OkHttp's HTTP/2 was found not to.
            .protocols(List.of(Protocol.HTTP_1_1))
            .connectionSpecs(List.of(ConnectionSpec.CLEARTEXT))
            .addNetworkInterceptor(new Untouched());
    proxies.install(common);
    this.base = common.build();
  }

  OkHttpClient of(Way way) {
    return clients.computeIfAbsent(way, this::build);
  }

  private OkHttpClient build(Way way) {
    Network own = way.own();
    var builder = base.newBuilder().dns(own == null ? addresses.named() : addresses.guarded(own));
    if (way.tls()) {
      trust.of(way.certificates()).install(builder.connectionSpecs(List.of(ConnectionSpec.MODERN_TLS)), own == null);
    }
    return builder.build();
  }

  /** Closes idle connections. */
  @Override
  public void close() {
    base.connectionPool().evictAll();
  }
}
