package dev.inkan.registry.http;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
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
   */
  record Way(boolean tls, @Nullable Network own) {}

  private final OkHttpClient base;
  private final Addresses addresses;
  private final Supplier<Tls> tls;
  private final ConcurrentMap<Way, OkHttpClient> clients = new ConcurrentHashMap<>();

  /** {@code tls} is asked at most once, for the first https address. */
  Clients(Addresses addresses, Supplier<Tls> tls) {
    this.addresses = addresses;
    this.tls = new Once(tls);
    this.base =
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
            .addNetworkInterceptor(new Untouched())
            .build();
  }

  OkHttpClient of(Way way) {
    return clients.computeIfAbsent(way, this::build);
  }

  private OkHttpClient build(Way way) {
    Network own = way.own();
    var builder = base.newBuilder().dns(own == null ? addresses.named() : addresses.guarded(own));
    if (way.tls()) {
      tls.get().install(builder.connectionSpecs(List.of(ConnectionSpec.MODERN_TLS)), own == null);
    }
    return builder.build();
  }

  /** Closes idle connections. */
  @Override
  public void close() {
    base.connectionPool().evictAll();
  }

  /** Asks once, however many threads want it. */
  private static final class Once implements Supplier<Tls> {
    private final Supplier<Tls> source;
    private @Nullable Tls value;

    Once(Supplier<Tls> source) {
      this.source = source;
    }

    @Override
    public synchronized Tls get() {
      Tls known = value;
      if (known == null) {
        known = source.get();
        value = known;
      }
      return known;
    }
  }
}
