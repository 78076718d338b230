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
import java.util.function.Consumer;
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

  /** What to serve, and how. Never changes: each method gives another one. */
  public static final class Options {
    private final RegistryReader reader;
    private final RegistryWriter writer;
    private @Nullable RegistryDeleter deleter;
    private InetSocketAddress address = new InetSocketAddress("127.0.0.1", 0);
    private @Nullable SSLContext tls;
    private boolean referrersApi = true;
    private int pageSize = 1000;
    private long maxBlob = 2L << 30;
    private int loggedRequests = 1000;
    private List<Filter> filters = List.of();

    private Options(RegistryReader reader, RegistryWriter writer) {
      this.reader = reader;
      this.writer = writer;
    }

    /** What can be read and written, on a free port of the loopback address; a DELETE is answered with 405. */
    public static Options serving(RegistryReader reader, RegistryWriter writer) {
      return new Options(reader, writer);
    }

    /** Everything of {@code registry}, which deletes as well if it is a {@link RegistryDeleter}. */
    public static <R extends RegistryReader & RegistryWriter> Options serving(R registry) {
      Options options = serving(registry, registry);
      return registry instanceof RegistryDeleter deletes ? options.deleter(deletes) : options;
    }

    private Options with(Consumer<Options> change) {
      var copy = new Options(reader, writer);
      copy.deleter = deleter;
      copy.address = address;
      copy.tls = tls;
      copy.referrersApi = referrersApi;
      copy.pageSize = pageSize;
      copy.maxBlob = maxBlob;
      copy.loggedRequests = loggedRequests;
      copy.filters = filters;
      change.accept(copy);
      return copy;
    }

    /** What deletes, or null: then a DELETE is answered with 405. */
    public Options deleter(@Nullable RegistryDeleter deletes) {
      return with(copy -> copy.deleter = deletes);
    }

    /** Where to listen; port 0 is any free port. */
    public Options on(InetSocketAddress listen) {
      return with(copy -> copy.address = listen);
    }

    /** The server's certificate and key; without it, it speaks plain HTTP. */
    public Options tls(SSLContext context) {
      return with(copy -> copy.tls = context);
    }

    /** Whether the referrers API is offered, if the reader has it. */
    public Options referrersApi(boolean offered) {
      return with(copy -> copy.referrersApi = offered);
    }

    /**
     * The most tags or referrers of one answer.
     *
     * @throws IllegalArgumentException when it is below 1
     */
    public Options pageSize(int size) {
      return with(copy -> copy.pageSize = (int) atLeast(1, size));
    }

    /**
     * The most bytes of one upload.
     *
     * @throws IllegalArgumentException when it is below 1
     */
    public Options maxBlob(long size) {
      return with(copy -> copy.maxBlob = atLeast(1, size));
    }

    /**
     * How many of the last requests {@link #requests()} keeps.
     *
     * @throws IllegalArgumentException when it is negative
     */
    public Options loggedRequests(int count) {
      return with(copy -> copy.loggedRequests = (int) atLeast(0, count));
    }

    /** What stands before every request, outermost first: access control, or a {@code FaultPlan} for a test. */
    public Options filters(List<Filter> outermostFirst) {
      List<Filter> all = List.copyOf(outermostFirst);
      return with(copy -> copy.filters = all);
    }

    private static long atLeast(long least, long value) {
      if (value < least) {
        throw new IllegalArgumentException("a bound of the server is " + value);
      }
      return value;
    }

    RegistryReader reader() {
      return reader;
    }

    RegistryWriter writer() {
      return writer;
    }

    @Nullable RegistryDeleter deleter() {
      return deleter;
    }

    boolean referrersApi() {
      return referrersApi;
    }

    int pageSize() {
      return pageSize;
    }

    long maxBlob() {
      return maxBlob;
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
    this.log = new RequestLog(options.loggedRequests);
    InetSocketAddress bound = door == null ? server.getAddress() : door.address();
    String address = bound.getAddress().isAnyLocalAddress() ? "localhost" : bound.getAddress().getHostAddress();
    String literal = address.contains(":") ? "[" + address.replaceFirst("%.*", "") + "]" : address;
    this.uri = URI.create((options.tls == null ? "http" : "https") + "://" + literal + ":" + bound.getPort());
    this.endpoints = Endpoints.of(options, host(), sessions);
  }

  /**
   * Starts to listen.
   *
   * @throws IOException when the address is not free
   */
  public static RegistryServer start(Options options) throws IOException {
    SSLContext tls = options.tls;
    if (tls == null) {
      return startPlain(options);
    }
    HttpsServer https = HttpsServer.create(options.address, 0);
    https.setHttpsConfigurator(new HttpsConfigurator(tls));
    return new RegistryServer(options, https, null).begin(options);
  }

  private static RegistryServer startPlain(Options options) throws IOException {
    HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    try {
      Door door = Door.open(options.address, http.getAddress());
      return new RegistryServer(options, http, door).begin(options);
    } catch (IOException e) {
      http.stop(0);
      throw e;
    }
  }

  private RegistryServer begin(Options options) {
    HttpContext context = server.createContext("/", this::handle);
    context.getFilters().add(log);
    context.getFilters().addAll(options.filters);
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
