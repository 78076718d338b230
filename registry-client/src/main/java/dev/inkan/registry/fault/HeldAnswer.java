package dev.inkan.registry.fault;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import dev.inkan.registry.content.Bytes;
import java.io.IOException;
import java.io.OutputStream;

/** A whole answer of the good registry, held back so that a fault can change it before it is sent. */
public record HeldAnswer(int status, Headers headers, Bytes body) {
  public HeldAnswer {
    var copy = new Headers();
    copy.putAll(headers);
    headers = copy;
  }

  public HeldAnswer status(int status) {
    return new HeldAnswer(status, headers, body);
  }

  public HeldAnswer body(Bytes body) {
    return new HeldAnswer(status, headers, body);
  }

  /** With exactly this value under the name. */
  public HeldAnswer header(String name, String value) {
    var changed = new HeldAnswer(status, headers, body);
    changed.headers.set(name, value);
    return changed;
  }

  public HeldAnswer without(String name) {
    var changed = new HeldAnswer(status, headers, body);
    changed.headers.remove(name);
    return changed;
  }

  /** Sends it whole, with the length of this body. */
  void send(HttpExchange exchange) throws IOException {
    begin(exchange, body.size());
    if (!exchange.getRequestMethod().equals("HEAD")) {
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(body.toByteArray());
      }
    }
    exchange.close();
  }

  /** Announces {@code length} bytes, sends {@code sent} of the body and hangs up. */
  void sendCut(HttpExchange exchange, int length, int sent) throws IOException {
    begin(exchange, length);
    exchange.getResponseBody().write(body.toByteArray(), 0, sent);
    exchange.getResponseBody().flush();
    exchange.close();
  }

  private void begin(HttpExchange exchange, int length) throws IOException {
    exchange.getResponseHeaders().putAll(headers);
    boolean head = exchange.getRequestMethod().equals("HEAD");
    if (!head) {
      exchange.getResponseHeaders().remove("Content-Length");
    }
    exchange.sendResponseHeaders(status, head || length == 0 ? -1 : length);
  }
}
