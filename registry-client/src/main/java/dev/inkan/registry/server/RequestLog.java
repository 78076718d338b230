package dev.inkan.registry.server;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import dev.inkan.registry.server.RegistryServer.LoggedRequest;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;

/** Keeps what was asked and how it was answered: the last so many requests. */
final class RequestLog extends Filter {
  private final ArrayDeque<LoggedRequest> requests = new ArrayDeque<>();
  private final int bound;

  RequestLog(int bound) {
    this.bound = bound;
  }

  @Override
  public String description() {
    return "request log";
  }

  @Override
  public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
    chain.doFilter(bound == 0 ? exchange : new LoggedExchange(exchange, this));
  }

  synchronized void add(LoggedRequest request) {
    if (requests.size() == bound) {
      requests.removeFirst();
    }
    requests.addLast(request);
  }

  synchronized List<LoggedRequest> requests() {
    return List.copyOf(requests);
  }

  synchronized void clear() {
    requests.clear();
  }
}
