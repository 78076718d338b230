package dev.inkan.registry.server;

import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.JsonText;
import dev.inkan.registry.content.JsonValue;
import dev.inkan.registry.content.JsonValue.JsonArray;
import dev.inkan.registry.content.JsonValue.JsonObject;
import dev.inkan.registry.content.JsonValue.JsonString;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A response.
 *
 * @param length of the body in bytes; what a HEAD says without sending it
 */
record Answer(int status, Map<String, String> headers, long length, Body body) {
  Answer {
    headers = Map.copyOf(headers);
  }

  /** Where the body comes from; opened only when it is sent. */
  @FunctionalInterface
  interface Body {
    InputStream open() throws IOException;
  }

  static Answer empty(int status) {
    return of(status, Bytes.EMPTY);
  }

  static Answer of(int status, Bytes body) {
    return new Answer(status, Map.of(), body.size(), body::newInputStream);
  }

  static Answer json(int status, JsonObject json) {
    return of(status, JsonText.compact(json)).with("Content-Type", "application/json");
  }

  static Answer refusing(Refusal refusal) {
    var error = new LinkedHashMap<String, JsonValue>();
    error.put("code", new JsonString(refusal.code()));
    error.put("message", new JsonString(String.valueOf(refusal.getMessage())));
    return json(
        refusal.status(), new JsonObject(Map.of("errors", new JsonArray(List.of(new JsonObject(error))))));
  }

  Answer with(String name, String value) {
    var more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Answer(status, more, length, body);
  }
}
