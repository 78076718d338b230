package dev.inkan.registry.content;

import com.google.gson.stream.JsonWriter;
import dev.inkan.registry.content.JsonValue.JsonArray;
import dev.inkan.registry.content.JsonValue.JsonBoolean;
import dev.inkan.registry.content.JsonValue.JsonNull;
import dev.inkan.registry.content.JsonValue.JsonNumber;
import dev.inkan.registry.content.JsonValue.JsonObject;
import dev.inkan.registry.content.JsonValue.JsonString;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** Writes {@link JsonValue}s: members in their order, numbers in their digits, the same bytes for the same value. */
public final class JsonText {
  private JsonText() {}

  /** Without any white space: what is stored and signed. */
  public static Bytes compact(JsonValue value) {
    return Bytes.utf8(write(value, ""));
  }

  /**
   * Indented by two spaces, with a final line feed: what people and scripts read. It may end on a terminal, so every
   * character that could steer one, or turn the reading direction, is written as {@code \\uXXXX}; the value is the same.
   */
  public static String pretty(JsonValue value) {
    var out = new StringBuilder();
    // Outside of strings there is nothing but ASCII, and the line feeds of the indentation.
    write(value, "  ").codePoints().forEach(c -> append(out, c));
    return out.append('\n').toString();
  }

  private static void append(StringBuilder out, int c) {
    if (c == '\n' || !steers(c)) {
      out.appendCodePoint(c);
      return;
    }
    for (char unit : Character.toChars(c)) {
      out.append(String.format("\\u%04x", (int) unit));
    }
  }

  private static boolean steers(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
      default -> false;
    };
  }

  private static String write(JsonValue value, String indent) {
    var out = new StringWriter();
    try (var writer = new JsonWriter(out)) {
      writer.setHtmlSafe(false);
      writer.setIndent(indent);
      write(writer, value);
    } catch (IOException e) {
      throw new UncheckedIOException("a StringWriter does not fail", e);
    }
    return out.toString();
  }

  private static void write(JsonWriter writer, JsonValue value) throws IOException {
    switch (value) {
      case JsonObject object -> {
        writer.beginObject();
        for (var member : object.members().entrySet()) {
          writer.name(member.getKey());
          write(writer, member.getValue());
        }
        writer.endObject();
      }
      case JsonArray array -> {
        writer.beginArray();
        for (JsonValue element : array.elements()) {
          write(writer, element);
        }
        writer.endArray();
      }
      case JsonString string -> writer.value(string.value());
      case JsonNumber number -> writer.jsonValue(number.digits());
      case JsonBoolean bool -> writer.value(bool.value());
      case JsonNull ignored -> writer.nullValue();
    }
  }
}
