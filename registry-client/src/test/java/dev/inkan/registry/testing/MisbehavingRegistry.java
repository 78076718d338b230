package dev.inkan.registry.testing;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import dev.inkan.registry.fault.Fault;
import dev.inkan.registry.fault.FaultPlan;
import dev.inkan.registry.fault.On;
import dev.inkan.registry.fault.Quirk;
import dev.inkan.registry.memory.MemoryRegistry;
import dev.inkan.registry.reference.Reference.ByTag;
import dev.inkan.registry.reference.Repository;
import dev.inkan.registry.server.RegistryServer;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;

/**
 * A real registry over real HTTP on loopback that does as it should, except for the faults it is told to have. It
 * records every request with its headers.
 *
 * <pre>{@code
 * try (var registry = MisbehavingRegistry.start()) {
 *   TestImages.pushImage(registry.content(), registry.tag("app", "v1"));
 *   registry.has(Fault.status(429, On.referrers()).times(2));
 *   ...
 *   registry.behaves();
 * }
 * }</pre>
 */
public final class MisbehavingRegistry implements AutoCloseable {

  /** A request as it came. {@code path} has its query. */
  public record Seen(String method, String path, Headers headers) {
    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  private final MemoryRegistry content;
  private final RegistryServer server;
  private final FaultPlan faults = new FaultPlan();
  private final List<Seen> seen = new CopyOnWriteArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);

  private MisbehavingRegistry(MemoryRegistry content, UnaryOperator<RegistryServer.Options> options)
      throws IOException {
    this.content = content;
    this.server = RegistryServer.start(
        options.apply(RegistryServer.Options.serving(content)).filters(List.of(new Recording(), faults)));
  }

  /** A registry with the referrers API that lacks nothing. */
  public static MisbehavingRegistry start() throws IOException {
    return over(new MemoryRegistry());
  }

  /** A registry of this content. */
  public static MisbehavingRegistry over(MemoryRegistry content) throws IOException {
    return over(content, options -> options);
  }

  /** A registry of this content, served with other options (TLS, page size, no referrers API). */
  public static MisbehavingRegistry over(MemoryRegistry content, UnaryOperator<RegistryServer.Options> options)
      throws IOException {
    return new MisbehavingRegistry(content, options);
  }

  /** Adds a fault. When several concern a request, the first added is outermost and changes what the others answer. */
  public MisbehavingRegistry has(Fault fault) {
    faults.has(fault);
    return this;
  }

  /** From now on does not answer what {@code on} concerns until it is closed. */
  public MisbehavingRegistry neverAnswers(On on) {
    return has(new Fault("never answers", on, Integer.MAX_VALUE, (exchange, chain) -> {
      try {
        closed.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      exchange.close();
    }));
  }

  /** Becomes like a well-known registry. */
  public MisbehavingRegistry has(Quirk quirk) {
    faults.has(quirk);
    return this;
  }

  /** Takes every fault away. */
  public void behaves() {
    faults.behaves();
  }

  /** What is stored, to push to and to look at without HTTP and without the faults. */
  public MemoryRegistry content() {
    return content;
  }

  public URI uri() {
    return server.uri();
  }

  /** {@code 127.0.0.1:PORT}. */
  public String host() {
    return server.host();
  }

  public Repository repository(String path) {
    return new Repository(host(), path);
  }

  public ByTag tag(String path, String tag) {
    return new ByTag(repository(path), tag);
  }

  /** Every request so far with its headers, oldest first. */
  public List<Seen> seen() {
    return new ArrayList<>(seen);
  }

  /** Every answered request so far, oldest first. */
  public List<RegistryServer.LoggedRequest> requests() {
    return server.requests();
  }

  /** Forgets the requests so far. */
  public void clearRequests() {
    seen.clear();
    server.clearRequests();
  }

  @Override
  public void close() throws IOException {
    closed.countDown();
    server.close();
  }

  private final class Recording extends Filter {
    @Override
    public String description() {
      return "record";
    }

    @Override
    public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
      var headers = new Headers();
      headers.putAll(exchange.getRequestHeaders());
      seen.add(new Seen(exchange.getRequestMethod(), exchange.getRequestURI().toASCIIString(), headers));
      chain.doFilter(exchange);
    }
  }
}
