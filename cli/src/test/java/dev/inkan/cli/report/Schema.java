package dev.inkan.cli.report;

import dev.inkan.registry.content.JsonValue;
import dev.inkan.registry.content.JsonValue.JsonArray;
import dev.inkan.registry.content.JsonValue.JsonBoolean;
import dev.inkan.registry.content.JsonValue.JsonNumber;
import dev.inkan.registry.content.JsonValue.JsonObject;
import dev.inkan.registry.content.JsonValue.JsonString;
import dev.inkan.registry.content.MalformedContent;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** As much of JSON Schema 2020-12 as our schemas use; a keyword that it does not know is a fault of the schema. */
final class Schema {
  private static final Set<String> KEYWORDS = Set.of(
      "$schema", "$id", "$defs", "$ref", "title", "description", "type", "required", "additionalProperties",
      "properties", "items", "minItems", "enum", "pattern");

  private final JsonObject root;
  private final List<String> faults = new ArrayList<>();

  private Schema(JsonObject root) {
    this.root = root;
  }

  /** What is wrong with the document; nothing when it conforms. */
  static List<String> faults(JsonObject schema, JsonValue document) throws MalformedContent {
    var check = new Schema(schema);
    check.check(schema, document, "");
    return check.faults;
  }

  private void check(JsonObject schema, JsonValue value, String at) throws MalformedContent {
    for (String keyword : schema.members().keySet()) {
      if (!KEYWORDS.contains(keyword)) {
        throw new IllegalArgumentException("keyword " + keyword);
      }
    }
    if (schema.get("$ref") != null) {
      check(root.object("$defs").object(schema.string("$ref").substring("#/$defs/".length())), value, at);
    }
    if (schema.get("type") != null && !isOfType(schema.string("type"), value)) {
      faults.add(at + " is not of type " + schema.string("type"));
      return;
    }
    if (schema.get("enum") != null && !schema.array("enum").contains(value)) {
      faults.add(at + " is none of the values that it may have");
    }
    switch (value) {
      case JsonObject object -> object(schema, object, at);
      case JsonArray array -> array(schema, array, at);
      case JsonString string -> {
        JsonValue pattern = schema.get("pattern");
        if (pattern != null && !Pattern.compile(pattern.asString("pattern")).matcher(string.value()).find()) {
          faults.add(at + " does not match its pattern");
        }
      }
      case JsonNumber ignored -> {}
      case JsonBoolean ignored -> {}
      case JsonValue.JsonNull ignored -> {}
    }
  }

  private void object(JsonObject schema, JsonObject object, String at) throws MalformedContent {
    JsonObject properties = schema.get("properties") == null ? null : schema.object("properties");
    if (schema.get("required") != null) {
      for (JsonValue name : schema.array("required")) {
        if (object.get(name.asString("required")) == null) {
          faults.add(at + "/" + name.asString("required") + " is missing");
        }
      }
    }
    for (var member : object.members().entrySet()) {
      JsonValue known = properties == null ? null : properties.get(member.getKey());
      JsonValue other = schema.get("additionalProperties");
      String place = at + "/" + member.getKey();
      if (known != null) {
        check(known.asObject("property"), member.getValue(), place);
      } else if (other instanceof JsonObject allowed) {
        check(allowed, member.getValue(), place);
      } else if (other != null) {
        faults.add(place + " is not in the schema");
      }
    }
  }

  private void array(JsonObject schema, JsonArray array, String at) throws MalformedContent {
    if (schema.get("minItems") != null && array.elements().size() < schema.required("minItems").asLong("minItems")) {
      faults.add(at + " has too few items");
    }
    for (int i = 0; schema.get("items") != null && i < array.elements().size(); i++) {
      check(schema.object("items"), array.elements().get(i), at + "/" + i);
    }
  }

  private static boolean isOfType(String type, JsonValue value) {
    return switch (type) {
      case "object" -> value instanceof JsonObject;
      case "array" -> value instanceof JsonArray;
      case "string" -> value instanceof JsonString;
      case "boolean" -> value instanceof JsonBoolean;
      case "integer" -> value instanceof JsonNumber number && number.digits().matches("-?[0-9]+");
      default -> throw new IllegalArgumentException("type " + type);
    };
  }
}
