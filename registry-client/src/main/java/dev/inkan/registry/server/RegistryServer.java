package dev.inkan.registry.server;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.inkan.registry.RegistryDeleter;
import dev.inkan.registry.RegistryReader;
import dev.inkan.registry.RegistryWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Serves a registry by the OCI distribution protocol v1.1: pull, push, tags, referrers, and deletion where the registry
 * deletes at all. Its repositories are those of {@link #host()}. Nobody is asked who they are: it listens on loopback unless told
 * otherwise.
 */
public final class RegistryServer implements AutoCloseable {
  static {
    // The JDK's server reads this once, when it is first used. Without it an answer whose head and body go out as two
    // segments waits 40 ms for the peer's delayed acknowledgement.
    if (System.getProperty("sun.net.httpserver.nodelay") == null) {
      System.setProperty("sun.net.httpserver.nodelay", "true");
    }
  }

  /**
   * What to serve, and how.
   *
   * @param deleter what deletes, or null: then a DELETE is answered with 405
   * @param address where to listen; port 0 is any free port
   * @param tls the server's certificate and key, or null for plain HTTP
   * @param referrersApi whether the referrers API is offered, if the reader has it
   * @param pageSize the most tags or referrers of one answer
   * @param maxBlob the most bytes of one upload
   * @param loggedRequests how many of the last requests {@link #requests()} keeps
   * @param filters what stands before every request, outermost first: access control, or faults for a test
   */
  public record Options(
      RegistryReader reader,
      RegistryWriter writer,
      @Nullable RegistryDeleter deleter,
      InetSocketAddress address,
      @Nullable SSLContext tls,
      boolean referrersApi,
      int pageSize,
      long maxBlob,
      int loggedRequests,
      List<Filter> filters) {

    public Options {
      filters = List.copyOf(filters);
      if (pageSize < 1 || maxBlob < 1 || loggedRequests < 0) {
        throw new IllegalArgumentException("a bound of the server is below 1");
      }
    }

    /** Everything of {@code registry}, which deletes as well if it is a {@link RegistryDeleter}, on a free port of the loopback address. */
    public static <R extends RegistryReader & RegistryWriter> Options serving(R registry) {
      var loopback = new InetSocketAddress("127.0.0.1", 0);
      RegistryDeleter deleter = registry instanceof RegistryDeleter deletes ? deletes : null;
      return new Options(registry, registry, deleter, loopback, null, true, 1000, 2L << 30, 1000, List.of());
    }

    public Options deleter(@Nullable RegistryDeleter deleter) {
      return new Options(
          reader, writer, deleter, address, tls, referrersApi, pageSize, maxBlob, loggedRequests, filters);
    }

    public Options on(InetSocketAddress address) {
      return new Options(
          reader, writer, deleter, address, tls, referrersApi, pageSize, maxBlob, loggedRequests, filters);
    }

    public Options tls(SSLContext tls) {
      return new Options(
          reader, writer, deleter, address, tls, referrersApi, pageSize, maxBlob, loggedRequests, filters);
    }

    public Options referrersApi(boolean referrersApi) {
      return new Options(
          reader, writer, deleter, address, tls, referrersApi, pageSize, maxBlob, loggedRequests, filters);
    }

    public Options pageSize(int pageSize) {
      return new Options(
          reader, writer, deleter, address, tls, referrersApi, pageSize, maxBlob, loggedRequests, filters);
    }

    public Options maxBlob(long maxBlob) {
      return new Options(
          reader, writer, deleter, address, tls, referrersApi, pageSize, maxBlob, loggedRequests, filters);
    }

    public Options loggedRequests(int loggedRequests) {
      return new Options(
          reader, writer, deleter, address, tls, referrersApi, pageSize, maxBlob, loggedRequests, filters);
    }

    public Options filters(List<Filter> filters) {
      return new Options(
          reader, writer, deleter, address, tls, referrersApi, pageSize, maxBlob, loggedRequests, filters);
    }
  }

  /** One answered request. {@code path} has its query; no header is kept. */
  public record LoggedRequest(String method, String path, int status) {
    @Override
    public String toString() {
      return method + " " + path + " " + status;
    }
  }

  private final HttpServer server;
  private final @Nullable Door door;
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final UploadSessions sessions = new UploadSessions();
  private final RequestLog log;
  private final URI uri;
  private final Endpoints endpoints;

  private RegistryServer(Options options, HttpServer server, @Nullable Door door) {
    this.server = server;
    this.door = door;
    this.log = new RequestLog(options.loggedRequests());
    InetSocketAddress bound = door == null ? server.getAddress() : door.address();
    String address = bound.getAddress().isAnyLocalAddress() ? "localhost" : bound.getAddress().getHostAddress();
    String literal = address.contains(":") ? "[" + address.replaceFirst("%.*", "") + "]" : address;
    this.uri = URI.create((options.tls() == null ? "http" : "https") + "://" + literal + ":" + bound.getPort());
    this.endpoints = Endpoints.of(options, host(), sessions);
  }

  /**
   * Starts to listen.
   *
   * @throws IOException when the address is not free
   */
  public static RegistryServer start(Options options) throws IOException {
    SSLContext tls = options.tls();
    if (tls == null) {
      return startPlain(options);
    }
    HttpsServer https = HttpsServer.create(options.address(), 0);
    https.setHttpsConfigurator(new HttpsConfigurator(tls));
    return new RegistryServer(options, https, null).begin(options);
  }

  private static RegistryServer startPlain(Options options) throws IOException {
    HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    try {
      Door door = Door.open(options.address(), http.getAddress());
      return new RegistryServer(options, http, door).begin(options);
    } catch (IOException e) {
      http.stop(0);
      throw e;
    }
  }

  private RegistryServer begin(Options options) {
    HttpContext context = server.createContext("/", this::handle);
    context.getFilters().add(log);
    context.getFilters().addAll(options.filters());
    server.setExecutor(executor);
    server.start();
    return this;
  }

  /** The origin: {@code http://127.0.0.1:PORT}. */
  public URI uri() {
    return uri;
  }

  /** What stands for this registry in an image's name: {@code 127.0.0.1:PORT}. */
  public String host() {
    return uri.getRawAuthority();
  }

  /** The last requests answered, oldest first. */
  public List<LoggedRequest> requests() {
    return log.requests();
  }

  /** Forgets the requests so far, so that a test can count from here. */
  public void clearRequests() {
    log.clear();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      send(exchange, endpoints.answer(exchange));
    }
  }

  private static void send(HttpExchange exchange, Answer answer) throws IOException {
    answer.headers().forEach(exchange.getResponseHeaders()::set);
    boolean head = exchange.getRequestMethod().equals("HEAD");
    if (head) {
      exchange.getResponseHeaders().set("Content-Length", Long.toString(answer.length()));
    }
    if (head || answer.length() == 0) {
      exchange.sendResponseHeaders(answer.status(), -1);
      return;
    }
    try (InputStream in = answer.body().open()) {
      exchange.sendResponseHeaders(answer.status(), answer.length());
      OutputStream out = exchange.getResponseBody();
      long left = answer.length();
      var chunk = new byte[64 * 1024];
      for (int n = in.read(chunk, 0, (int) Math.min(left, chunk.length));
          n > 0;
          n = in.read(chunk, 0, (int) Math.min(left, chunk.length))) {
        out.write(chunk, 0, n);
        left -= n;
      }
    }
  }

  /** Stops at once; requests under way are cut off, uploads under way are discarded. */
  @Override
  public void close() throws IOException {
    if (door != null) {
      door.close();
    }
    server.stop(0);
    executor.shutdownNow();
    sessions.close();
  }
}
