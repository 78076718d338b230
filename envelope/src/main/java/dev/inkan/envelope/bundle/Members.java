package dev.inkan.envelope.bundle;

import dev.inkan.envelope.encoding.Base64Text;
import dev.inkan.envelope.encoding.MalformedEncoding;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.JsonValue;
import dev.inkan.registry.content.JsonValue.JsonNull;
import dev.inkan.registry.content.JsonValue.JsonObject;
import dev.inkan.registry.content.MalformedContent;
import dev.inkan.registry.content.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The members of one JSON object of a bundle, all of them known. The JSON form of protocol buffers, which the format is
 * defined by, refuses an unknown member, and so does cosign. We also refuse {@code null}, which says nothing there, and
 * the second spelling of names ({@code media_type}), which nobody writes.
 */
final class Members {
  private final JsonObject json;
  private final String path;

  private Members(JsonObject json, String path) {
    this.json = json;
    this.path = path;
  }

  /**
   * Looks at an object.
   *
   * @param path where it stands in the bundle, for errors; empty for the bundle itself
   * @throws MalformedContent when it has a member that is not among {@code known}, or one that is null
   */
  static Members of(JsonValue value, String path, Set<String> known) throws MalformedContent {
    JsonObject json = value.asObject(path.isEmpty() ? "bundle" : path);
    for (var member : json.members().entrySet()) {
      String where = path.isEmpty() ? member.getKey() : path + "." + member.getKey();
      if (!known.contains(member.getKey())) {
        throw new MalformedContent("unknown member " + Printable.quoted(where));
      }
      if (member.getValue() instanceof JsonNull) {
        throw new MalformedContent("member " + Printable.quoted(where) + " is null");
      }
    }
    return new Members(json, path);
  }

  /** Where a member stands in the bundle. */
  String where(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  /** A member, or null when it is absent. */
  @Nullable JsonValue get(String name) {
    return json.get(name);
  }

  JsonValue required(String name) throws MalformedContent {
    JsonValue value = json.get(name);
    if (value == null) {
      throw new MalformedContent("member " + Printable.quoted(where(name)) + " is missing");
    }
    return value;
  }

  /** The object in a member; absent is one without members. */
  Members optional(String name, Set<String> known) throws MalformedContent {
    JsonValue value = json.get(name);
    return of(value == null ? new JsonObject(Map.of()) : value, where(name), known);
  }

  String string(String name) throws MalformedContent {
    return required(name).asString(where(name));
  }

  /** A string; absent is empty, which is how protocol buffers write an empty one. */
  String stringOrEmpty(String name) throws MalformedContent {
    JsonValue value = json.get(name);
    return value == null ? "" : value.asString(where(name));
  }

  /** An array; absent is empty. */
  List<JsonValue> array(String name) throws MalformedContent {
    JsonValue value = json.get(name);
    return value == null ? List.of() : value.asArray(where(name));
  }

  /** Bytes in base64 of either alphabet. */
  Bytes bytes(String name) throws MalformedContent {
    return decode(string(name), where(name));
  }

  /** Bytes in base64; absent is empty. */
  Bytes bytesOrEmpty(String name) throws MalformedContent {
    return decode(stringOrEmpty(name), where(name));
  }

  /** A whole number from 0 to 2^63-1, in JSON a number or a string of it; absent is 0. */
  long count(String name) throws MalformedContent {
    JsonValue value = json.get(name);
    if (value == null) {
      return 0;
    }
    String digits =
        value instanceof JsonValue.JsonNumber number ? number.digits() : value.asString(where(name));
    if (!digits.matches("0|[1-9][0-9]{0,18}")) {
      throw new MalformedContent("member " + Printable.quoted(where(name)) + " is not a whole number of 64 bits");
    }
    try {
      return Long.parseLong(digits);
    } catch (NumberFormatException e) {
      throw new MalformedContent("member " + Printable.quoted(where(name)) + " is not a whole number of 64 bits", e);
    }
  }

  /**
   * The one member of {@code names} that is there.
   *
   * @throws MalformedContent when there is none, or more than one: what is not allowed to have two answers
   */
  String exactlyOne(String... names) throws MalformedContent {
    var present = new ArrayList<String>();
    for (String name : names) {
      if (json.get(name) != null) {
        present.add(name);
      }
    }
    if (present.size() == 1) {
      return present.getFirst();
    }
    throw new MalformedContent((path.isEmpty() ? "the bundle" : Printable.quoted(path)) + " must have exactly one of "
        + String.join(", ", names) + ", and has " + (present.isEmpty() ? "none" : String.join(", ", present)));
  }

  static Bytes decode(String text, String where) throws MalformedContent {
    try {
      return Base64Text.decodeEitherAlphabet(text);
    } catch (MalformedEncoding e) {
      throw new MalformedContent("member " + Printable.quoted(where) + " is " + e.getMessage(), e);
    }
  }
}
