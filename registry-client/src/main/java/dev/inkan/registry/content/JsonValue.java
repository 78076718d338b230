package dev.inkan.registry.content;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A JSON value (RFC 8259) as it was written: members in order, numbers in their own digits. */
public sealed interface JsonValue {

  /** An object; no name stands in it twice. */
  record JsonObject(Map<String, JsonValue> members) implements JsonValue {
    public JsonObject {
      members.keySet().forEach(JsonValue::requireWellFormed);
      members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
    }

    /** An object of strings, in the map's order. */
    public static JsonObject ofStrings(Map<String, String> strings) {
      var members = new LinkedHashMap<String, JsonValue>();
      strings.forEach((name, value) -> members.put(name, new JsonString(value)));
      return new JsonObject(members);
    }

    /** The member, or null when it is absent or JSON {@code null}. */
    public @Nullable JsonValue get(String name) {
      JsonValue value = members.get(name);
      return value instanceof JsonNull ? null : value;
    }

    /**
     * Refuses members that are {@code known} ones but for the case of their letters: some parsers would take them for
     * those (Go's does), so that two readers would see two documents.
     */
    public void refuseLookAlikes(Set<String> known) throws MalformedContent {
      for (String name : members.keySet()) {
        if (!known.contains(name) && known.stream().anyMatch(name::equalsIgnoreCase)) {
          throw new MalformedContent("member " + Printable.quoted(name) + " is spelled almost like another");
        }
      }
    }

    /** A member that must be there. */
    public JsonValue required(String name) throws MalformedContent {
      JsonValue value = get(name);
      if (value == null) {
        throw new MalformedContent("member " + Printable.quoted(name) + " is missing");
      }
      return value;
    }

    /** A string that must be there. */
    public String string(String name) throws MalformedContent {
      return required(name).asString(name);
    }

    /** An object that must be there. */
    public JsonObject object(String name) throws MalformedContent {
      return required(name).asObject(name);
    }

    /** An array that must be there. */
    public List<JsonValue> array(String name) throws MalformedContent {
      return required(name).asArray(name);
    }

    /** A number of bytes that must be there: whole, from 0 to 2^63-1. */
    public long size(String name) throws MalformedContent {
      long size = required(name).asLong(name);
      if (size < 0) {
        throw new MalformedContent("member " + Printable.quoted(name) + " is negative");
      }
      return size;
    }

    /** An object of strings; absent is empty. */
    public Map<String, String> strings(String name) throws MalformedContent {
      JsonValue value = get(name);
      if (value == null) {
        return Map.of();
      }
      var strings = new LinkedHashMap<String, String>();
      for (var member : value.asObject(name).members().entrySet()) {
        strings.put(member.getKey(), member.getValue().asString(name + "." + member.getKey()));
      }
      return strings;
    }
  }

  /** An array. */
  record JsonArray(List<JsonValue> elements) implements JsonValue {
    public JsonArray {
      elements = List.copyOf(elements);
    }
  }

  /** A string without lone surrogates, which no UTF-8 can hold. */
  record JsonString(String value) implements JsonValue {
    public JsonString {
      requireWellFormed(value);
    }
  }

  /** A number in the digits that it was written in. */
  record JsonNumber(String digits) implements JsonValue {
    private static final Pattern GRAMMAR = Pattern.compile("-?(?:0|[1-9][0-9]*+)(?:\\.[0-9]++)?(?:[eE][+-]?[0-9]++)?");

    public JsonNumber {
      if (!GRAMMAR.matcher(digits).matches()) {
        throw new IllegalArgumentException("not a JSON number: " + Printable.quoted(digits));
      }
    }

    public static JsonNumber of(long value) {
      return new JsonNumber(Long.toString(value));
    }
  }

  /** {@code true} or {@code false}. */
  record JsonBoolean(boolean value) implements JsonValue {}

  /** {@code null}. */
  record JsonNull() implements JsonValue {}

  /** This as an object; {@code name} is what the error calls it. */
  default JsonObject asObject(String name) throws MalformedContent {
    if (this instanceof JsonObject object) {
      return object;
    }
    throw wrongKind(name, "an object");
  }

  /** This as an array's elements. */
  default List<JsonValue> asArray(String name) throws MalformedContent {
    if (this instanceof JsonArray array) {
      return array.elements();
    }
    throw wrongKind(name, "an array");
  }

  /** This as a string. */
  default String asString(String name) throws MalformedContent {
    if (this instanceof JsonString string) {
      return string.value();
    }
    throw wrongKind(name, "a string");
  }

  /** This as a whole number that a {@code long} holds; {@code 1.0} and {@code 1e2} are not whole numbers here. */
  default long asLong(String name) throws MalformedContent {
    if (this instanceof JsonNumber number) {
      try {
        return Long.parseLong(number.digits());
      } catch (NumberFormatException e) {
        throw new MalformedContent(
            Printable.quoted(name) + " is not a whole number in range: " + Printable.text(number.digits()), e);
      }
    }
    throw wrongKind(name, "a whole number");
  }

  private static void requireWellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        throw new IllegalArgumentException("a lone surrogate in a JSON string");
      }
    }
  }

  private static MalformedContent wrongKind(String name, String expected) {
    return new MalformedContent(Printable.quoted(name) + " must be " + expected);
  }
}
