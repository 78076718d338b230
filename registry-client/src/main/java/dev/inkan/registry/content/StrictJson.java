package dev.inkan.registry.content;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import dev.inkan.registry.content.JsonValue.JsonArray;
import dev.inkan.registry.content.JsonValue.JsonBoolean;
import dev.inkan.registry.content.JsonValue.JsonNull;
import dev.inkan.registry.content.JsonValue.JsonNumber;
import dev.inkan.registry.content.JsonValue.JsonObject;
import dev.inkan.registry.content.JsonValue.JsonString;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * JSON with one meaning only: one document of RFC 8259 in valid UTF-8, no byte order mark, no duplicate member, no
 * lone surrogate, no number that a double cannot hold, nothing behind it; at most 64 levels deep and 1,000,000 values.
 * What two parsers could read differently is refused, because a signature covers bytes and a decision covers what they
 * mean.
 */
public final class StrictJson {
  private static final int MAX_DEPTH = 64;
  private static final int MAX_VALUES = 1_000_000;
  private static final int MAX_NUMBER = 64;

  private final JsonReader reader;
  private int values;

  private StrictJson(String text) {
    reader = new JsonReader(new StringReader(text));
    reader.setStrictness(Strictness.STRICT);
    reader.setNestingLimit(MAX_DEPTH);
  }

  /**
   * Reads one document.
   *
   * @throws MalformedContent when the bytes are not exactly that, with the place
   */
  public static JsonValue parse(Bytes bytes) throws MalformedContent {
    String text = bytes.utf8();
    if (text.startsWith("\uFEFF")) {
      throw new MalformedContent("not strict JSON: a byte order mark in front");
    }
    var json = new StrictJson(text);
    try {
      JsonValue value = json.value();
      if (json.reader.peek() != JsonToken.END_DOCUMENT) {
        throw new MalformedContent("not strict JSON: something follows the document");
      }
      return value;
    } catch (IOException | IllegalStateException | IllegalArgumentException e) {
      // The tokenizer's own text quotes what it read, which may be anything; its place is enough.
      throw new MalformedContent("not strict JSON at " + Printable.text(json.reader.getPath()), e);
    }
  }

  /** {@link #parse} for a document that must be an object; {@code name} is what the error calls it. */
  public static JsonObject parseObject(Bytes bytes, String name) throws MalformedContent {
    return parse(bytes).asObject(name);
  }

  private JsonValue value() throws IOException, MalformedContent {
    if (++values > MAX_VALUES) {
      throw new MalformedContent("more than " + MAX_VALUES + " JSON values");
    }
    return switch (reader.peek()) {
      case BEGIN_OBJECT -> object();
      case BEGIN_ARRAY -> array();
      case STRING -> new JsonString(reader.nextString());
      case NUMBER -> number(reader.nextString());
      case BOOLEAN -> new JsonBoolean(reader.nextBoolean());
      case NULL -> {
        reader.nextNull();
        yield new JsonNull();
      }
      case END_ARRAY, END_OBJECT, NAME, END_DOCUMENT -> throw new MalformedContent("not strict JSON: no value");
    };
  }

  private JsonObject object() throws IOException, MalformedContent {
    Map<String, JsonValue> members = new LinkedHashMap<>();
    reader.beginObject();
    while (reader.hasNext()) {
      String name = reader.nextName();
      if (members.putIfAbsent(name, new JsonNull()) != null) {
        throw new MalformedContent("member " + Printable.quoted(name) + " stands twice");
      }
      members.put(name, value());
    }
    reader.endObject();
    return new JsonObject(members);
  }

  private JsonArray array() throws IOException, MalformedContent {
    var elements = new ArrayList<JsonValue>();
    reader.beginArray();
    while (reader.hasNext()) {
      elements.add(value());
    }
    reader.endArray();
    return new JsonArray(elements);
  }

  private static JsonNumber number(String digits) throws MalformedContent {
    if (digits.length() > MAX_NUMBER) {
      throw new MalformedContent("a number of more than " + MAX_NUMBER + " characters");
    }
    double nearest = Double.parseDouble(digits);
    if (Double.isInfinite(nearest) || (nearest == 0 && isNotZero(digits))) {
      throw new MalformedContent("a number that no double holds: " + digits);
    }
    return new JsonNumber(digits);
  }

  private static boolean isNotZero(String digits) {
    return digits.chars().takeWhile(c -> c != 'e' && c != 'E').anyMatch(c -> c >= '1' && c <= '9');
  }
}
