package dev.inkan.registry.content;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.inkan.registry.content.JsonValue.JsonArray;
import dev.inkan.registry.content.JsonValue.JsonBoolean;
import dev.inkan.registry.content.JsonValue.JsonNull;
import dev.inkan.registry.content.JsonValue.JsonNumber;
import dev.inkan.registry.content.JsonValue.JsonObject;
import dev.inkan.registry.content.JsonValue.JsonString;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTest {

  /** Compact text comes out as it went in: order, digits, escapes that are needed and no others. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "null",
        "{\"z\":1,\"a\":[true,false,null,{}],\"\":\"\"}",
        "[0,-0,1.0,1.50,1e5,1E+5,-1.5e-7,9007199254740993,9223372036854775808,0.10]",
        "[123456789012345678901234567890.123456789]",
        "\"<script>&'=\u00fc\u20ac\ud83d\ude00\u007f/\"",
        "\"\\\"\\\\\\b\\f\\n\\r\\t\\u0000\\u001f\"",
        "\"\\u2028\\u2029\"",
        "{\"\\n\\\"\":1}",
      })
  void compactTextComesOutAsItWentIn(String text) throws Exception {
    assertEquals(text, JsonText.compact(StrictJson.parse(Bytes.utf8(text))).utf8());
  }

  @Test
  void everyCharacterComesBack() throws Exception {
    var all = new StringBuilder();
    for (int c = 0; c < 0x3000; c++) {
      all.appendCodePoint(c);
    }
    all.appendCodePoint(0xffff).appendCodePoint(0x1f600).appendCodePoint(0x10ffff);
    var value = new JsonObject(Map.of(all.toString(), new JsonString(all.toString())));
    assertEquals(value, StrictJson.parse(JsonText.compact(value)));
    assertEquals(value, StrictJson.parse(Bytes.utf8(JsonText.pretty(value))));
  }

  @Test
  void prettyTextIsIndentedAndEndsItsLine() {
    var members = new LinkedHashMap<String, JsonValue>();
    members.put("a", new JsonArray(List.of(JsonNumber.of(1), new JsonNull())));
    members.put("b", new JsonObject(Map.of()));
    members.put("c", new JsonBoolean(true));
    assertEquals(
        "{\n  \"a\": [\n    1,\n    null\n  ],\n  \"b\": {},\n  \"c\": true\n}\n",
        JsonText.pretty(new JsonObject(members)));
  }

  @Test
  void stringsKeepTheirOrder() throws Exception {
    var strings = new LinkedHashMap<String, String>();
    strings.put("z", "1");
    strings.put("a", "2");
    assertEquals("{\"z\":\"1\",\"a\":\"2\"}", JsonText.compact(JsonObject.ofStrings(strings)).utf8());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "01", "1.", ".5", "+1", "NaN", "1e", "0x1", "1 ", "1\n", "--1", "1,2", "\u0661"})
  void aNumberThatExistsIsOneInJson(String digits) {
    assertThrows(IllegalArgumentException.class, () -> new JsonNumber(digits));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\ud800", "\udc00", "a\ud800b", "\udc00\ud800"})
  void aStringThatExistsCanBeWritten(String text) {
    assertThrows(IllegalArgumentException.class, () -> new JsonString(text));
    assertThrows(IllegalArgumentException.class, () -> new JsonObject(Map.of(text, new JsonNull())));
  }

  @Test
  void valuesCannotBeChangedLater() {
    var members = new LinkedHashMap<String, JsonValue>();
    var object = new JsonObject(members);
    members.put("a", new JsonNull());
    assertEquals(Map.of(), object.members());
    assertThrows(UnsupportedOperationException.class, () -> object.members().put("a", new JsonNull()));
  }

  @Test
  void aMemberOfTheWrongKindIsNamedInTheError() throws Exception {
    var object = StrictJson.parseObject(Bytes.utf8("{\"a\":1,\"n\":null,\"m\":{\"k\":2}}"), "x");
    assertMessage("\"a\" must be a string", () -> object.string("a"));
    assertMessage("\"a\" must be an object", () -> object.object("a"));
    assertMessage("\"a\" must be an array", () -> object.array("a"));
    assertMessage("member \"n\" is missing", () -> object.string("n"));
    assertMessage("member \"b\" is missing", () -> object.size("b"));
    assertMessage("\"m.k\" must be a string", () -> object.strings("m"));
    assertEquals(Map.of(), object.strings("n"));
  }

  private static void assertMessage(String message, Executable call) {
    assertEquals(message, assertThrows(MalformedContent.class, call).getMessage());
  }

  /** A267: a name from outside neither steers a terminal nor turns what stands beside it, and stays the same value. */
  @Test
  void whatPeopleReadNeverSteersATerminal() throws Exception {
    var hostile = new JsonString("\u001b[2J \u007f \u009b2J \u202e \u2028 \u200b \ud834\udd73 caf\u00e9 \u5370");
    String pretty = JsonText.pretty(hostile);
    assertEquals(
        "\"\\u001b[2J \\u007f \\u009b2J \\u202e \\u2028 \\u200b \\ud834\\udd73 caf\u00e9 \u5370\"\n", pretty);
    assertEquals(hostile, StrictJson.parse(Bytes.utf8(pretty)));
  }
}
