package dev.inkan.registry.server;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request's query. Of a name that stands twice the first counts; a plus is a plus, as media types have it. */
record Query(Map<String, String> values) {
  Query {
    values = Map.copyOf(values);
  }

  static Query parse(@Nullable String raw) throws Refusal {
    var values = new HashMap<String, String>();
    if (raw != null) {
      for (String pair : raw.split("&")) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        values.putIfAbsent(decode(name), equals < 0 ? "" : decode(pair.substring(equals + 1)));
      }
    }
    return new Query(values);
  }

  private static String decode(String text) throws Refusal {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new Refusal(400, "UNSUPPORTED", "the query is not percent-encoded");
    }
  }

  @Nullable String get(String name) {
    return values.get(name);
  }
}
