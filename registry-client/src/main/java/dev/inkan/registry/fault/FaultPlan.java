package dev.inkan.registry.fault;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The faults that a registry has, which may change while it runs: one of the {@code filters} of
 * {@link dev.inkan.registry.server.RegistryServer.Options}.
 *
 * <pre>{@code
 * var plan = new FaultPlan().has(Fault.status(429, On.referrers()).times(2));
 * var server = RegistryServer.start(Options.serving(new MemoryRegistry()).filters(List.of(plan)));
 * }</pre>
 */
public final class FaultPlan extends Filter {
  private final List<Armed> faults = new CopyOnWriteArrayList<>();

  private record Armed(Fault fault, AtomicInteger left) {
    boolean strikes(String method, String path) {
      return fault.on().matches(method, path) && left.getAndDecrement() > 0;
    }
  }

  private static final class Struck extends Filter {
    private final Fault fault;

    Struck(Fault fault) {
      this.fault = fault;
    }

    @Override
    public String description() {
      return fault.name();
    }

    @Override
    public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
      fault.strike().answer(exchange, chain);
    }
  }

  /** Adds a fault. When several concern a request, the first added is outermost and changes what the others answer. */
  public FaultPlan has(Fault fault) {
    faults.add(new Armed(fault, new AtomicInteger(fault.times())));
    return this;
  }

  /** Adds what a well-known registry does otherwise. */
  public FaultPlan has(Quirk quirk) {
    quirk.faults().forEach(this::has);
    return this;
  }

  /** Takes every fault away. */
  public void behaves() {
    faults.clear();
  }

  @Override
  public String description() {
    return "faults";
  }

  @Override
  public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
    String method = exchange.getRequestMethod();
    String path = exchange.getRequestURI().toASCIIString();
    List<Filter> struck = new ArrayList<>();
    for (Armed armed : faults) {
      if (armed.strikes(method, path)) {
        struck.add(new Struck(armed.fault));
      }
    }
    new Chain(struck, chain::doFilter).doFilter(exchange);
  }
}
