package dev.inkan.registry.server;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import dev.inkan.registry.content.Bytes;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** One request, with its body not yet read. */
record Request(String method, Query query, Headers headers, InputStream body) {

  static Request of(HttpExchange exchange) throws Refusal {
    return new Request(
        exchange.getRequestMethod(),
        Query.parse(exchange.getRequestURI().getRawQuery()),
        exchange.getRequestHeaders(),
        exchange.getRequestBody());
  }

  @Nullable String header(String name) {
    return headers.getFirst(name);
  }

  boolean isRead() {
    return method.equals("GET") || method.equals("HEAD");
  }

  /** The body, which has at most {@code limit} bytes. */
  Bytes readBody(int limit) throws IOException, Refusal {
    Bytes read = Bytes.of(body.readNBytes(limit + 1));
    if (read.size() > limit) {
      throw new Refusal(413, "SIZE_INVALID", "the body is longer than " + limit + " bytes");
    }
    return read;
  }

  /** What {@code Content-Length} announces, or -1 without it. */
  long announcedLength() throws Refusal {
    String text = header("Content-Length");
    return text == null ? -1 : wholeNumber(text, "Content-Length");
  }

  static long wholeNumber(String text, String name) throws Refusal {
    if (!text.matches("[0-9]{1,18}")) {
      throw new Refusal(400, "UNSUPPORTED", name + " is not a whole number");
    }
    return Long.parseLong(text);
  }

  Refusal notAllowed() {
    return new Refusal(405, "UNSUPPORTED", "the method is not supported here");
  }
}
