package dev.inkan.registry.content;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inkan.registry.content.JsonValue.JsonArray;
import dev.inkan.registry.content.JsonValue.JsonBoolean;
import dev.inkan.registry.content.JsonValue.JsonNull;
import dev.inkan.registry.content.JsonValue.JsonNumber;
import dev.inkan.registry.content.JsonValue.JsonObject;
import dev.inkan.registry.content.JsonValue.JsonString;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A050-A054, registry.md 6 #34 and #35: what is JSON with one meaning only, and what is not. */
class StrictJsonTest {

  private static JsonValue parse(String text) throws MalformedContent {
    return StrictJson.parse(Bytes.utf8(text));
  }

  private static void assertRefused(Bytes bytes) {
    assertThrows(MalformedContent.class, () -> StrictJson.parse(bytes));
  }

  static Stream<Arguments> accepted() {
    return Stream.of(
        c("an empty object", "{}", new JsonObject(Map.of())),
        c("an empty array", "[]", new JsonArray(List.of())),
        c("a lone string", "\"a\"", new JsonString("a")),
        c("an empty string", "\"\"", new JsonString("")),
        c("a lone number", "42", new JsonNumber("42")),
        c("a lone true", "true", new JsonBoolean(true)),
        c("a lone false", "false", new JsonBoolean(false)),
        c("a lone null", "null", new JsonNull()),
        c("all white space", " \t\r\n[ \t\r\n] \t\r\n", new JsonArray(List.of())),
        c("an empty name", "{\"\":0}", new JsonObject(Map.of("", new JsonNumber("0")))),
        c("zero", "[0]", numbers("0")),
        c("minus zero", "[-0]", numbers("-0")),
        c("minus one", "[-1]", numbers("-1")),
        c("a fraction", "[0.1]", numbers("0.1")),
        c("zeros behind the point", "[1.000]", numbers("1.000")),
        c("an exponent", "[1e2]", numbers("1e2")),
        c("an exponent with a plus", "[1E+2]", numbers("1E+2")),
        c("an exponent with a minus", "[1.5e-2]", numbers("1.5e-2")),
        c("zero with an exponent", "[0e1]", numbers("0e1")),
        c("zero with a huge exponent", "[0e999]", numbers("0e999")),
        c("an exponent with leading zeros", "[1e0005]", numbers("1e0005")),
        c("A054: 2^53+1 in its own digits", "[9007199254740993]", numbers("9007199254740993")),
        c("2^63-1", "[9223372036854775807]", numbers("9223372036854775807")),
        c("-2^63", "[-9223372036854775808]", numbers("-9223372036854775808")),
        c("2^63 in its own digits", "[9223372036854775808]", numbers("9223372036854775808")),
        c("the largest double", "[1.7976931348623157e308]", numbers("1.7976931348623157e308")),
        c("the smallest double", "[4.9e-324]", numbers("4.9e-324")),
        c("64 digits", "[" + "1".repeat(64) + "]", numbers("1".repeat(64))),
        c("every escape", "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", new JsonString("\"\\/\b\f\n\r\t")),
        c("hexadecimal escapes", "\"\\u0041\\u00fc\\u20AC\"", new JsonString("A\u00fc\u20ac")),
        c("an escaped NUL", "\"\\u0000\"", new JsonString("\0")),
        c("an escaped pair", "\"\\ud83d\\ude00\"", new JsonString("\ud83d\ude00")),
        c(
            "UTF-8 of two, three and four bytes",
            "\"\u00fc\u20ac\ud83d\ude00\"",
            new JsonString("\u00fc\u20ac\ud83d\ude00")),
        c("noncharacters", "\"\uffff\ufdd0\"", new JsonString("\uffff\ufdd0")),
        c("DEL", "\"\u007f\"", new JsonString("\u007f")),
        c("line separators", "\"\u2028\u2029\"", new JsonString("\u2028\u2029")),
        c("a byte order mark inside a string", "\"\ufeff\"", new JsonString("\ufeff")),
        c("the comment of another language in a string", "\"/**/ # //\"", new JsonString("/**/ # //")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("accepted")
  void isAccepted(String what, String text, JsonValue meaning) throws Exception {
    assertEquals(meaning, parse(text), what);
  }

  @Test
  void namesThatDifferAtAllAreTwoNames() throws Exception {
    assertEquals(2, ((JsonObject) parse("{\"a\":1,\"A\":2}")).members().size());
    assertEquals(2, ((JsonObject) parse("{\"\u00fc\":1,\"u\u0308\":2}")).members().size());
  }

  @Test
  void aDocumentHasAtMost64Levels() throws Exception {
    JsonValue deep = parse("[".repeat(64) + "]".repeat(64));
    assertEquals("[".repeat(64) + "]".repeat(64), JsonText.compact(deep).utf8());
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        c("nothing"),
        c("only white space", " \n"),
        c("trailing text", "{}x"),
        c("a trailing document", "{}{}"),
        c("a trailing comma", "{},"),
        c("a trailing brace", "{}}"),
        c("a trailing quote", "{}\""),
        c("a trailing comment", "{}//"),
        c("a trailing hash comment", "{}#"),
        c("trailing NUL", "{}\0"),
        c("two scalars", "1 2"),
        c("a byte order mark", "\ufeff{}"),
        c("two byte order marks", "\ufeff\ufeff{}"),
        c("a byte order mark behind", "{}\ufeff"),
        c("a byte order mark within", "{\ufeff}"),
        c("NUL in front", "\0{}"),
        c("NUL within", "{\0}"),
        c("a form feed as white space", "\f{}"),
        c("a vertical tab as white space", "\u000b{}"),
        c("a no-break space", "\u00a0{}"),
        c("U+2028 as white space", "\u2028{}"),
        c("the anti-hijacking prefix", ")]}'\n{}"),
        c("a block comment", "{/**/}"),
        c("a line comment", "{//\n}"),
        c("a hash comment", "{#\n}"),
        c("a comment between", "[1,/**/2]"),
        c("NaN", "[NaN]"),
        c("-NaN", "[-NaN]"),
        c("nan", "[nan]"),
        c("Infinity", "[Infinity]"),
        c("-Infinity", "[-Infinity]"),
        c("lone NaN", "NaN"),
        c("1e400", "[1e400]"),
        c("-1e400", "[-1e400]"),
        c("1e309", "[1e309]"),
        c("1e999999999", "[1e999999999]"),
        c("an exponent beyond an int", "[1e99999999999999999999]"),
        c("1e-400", "[1e-400]"),
        c("65 digits", "[" + "1".repeat(65) + "]"),
        c("a number of 100,000 digits", "[" + "1".repeat(100_000) + "]"),
        c("a leading zero", "[01]"),
        c("two zeros", "[00]"),
        c("a leading zero behind a minus", "[-01]"),
        c("octal", "[0o7]"),
        c("hexadecimal", "[0x1F]"),
        c("a leading plus", "[+1]"),
        c("a leading point", "[.5]"),
        c("a leading point behind a minus", "[-.5]"),
        c("a trailing point", "[1.]"),
        c("a point before the exponent", "[1.e1]"),
        c("an empty exponent", "[1e]"),
        c("an exponent of a sign", "[1e+]"),
        c("a broken exponent", "[1e1.5]"),
        c("two exponents", "[1e1e1]"),
        c("a lone minus", "[-]"),
        c("two minuses", "[--1]"),
        c("a minus and a space", "[- 1]"),
        c("a space in a number", "[1 000]"),
        c("an underscore in a number", "[1_000]"),
        c("a number with a suffix", "[1L]"),
        c("fullwidth digits", "[\uff11]"),
        c("Arabic digits", "[\u0661]"),
        c("True", "[True]"),
        c("TRUE", "[TRUE]"),
        c("tRue", "[tRue]"),
        c("FALSE", "[FALSE]"),
        c("Null", "[Null]"),
        c("NULL", "[NULL]"),
        c("undefined", "[undefined]"),
        c("a truncated literal", "[tru]"),
        c("a literal that goes on", "[truex]"),
        c("a bare word", "[abc]"),
        c("a bare name", "{a:1}"),
        c("single quotes", "['a']"),
        c("single quotes around a name", "{'a':1}"),
        c("backquotes", "[`a`]"),
        c("a number as a name", "{1:1}"),
        c("null as a name", "{null:1}"),
        c("an array as a name", "{[]:1}"),
        c("an unknown escape", "\"\\x\""),
        c("an octal escape", "\"\\0\""),
        c("an escaped single quote", "\"\\'\""),
        c("an escaped line feed", "\"\\\n\""),
        c("\\v", "\"\\v\""),
        c("\\a", "\"\\a\""),
        c("a capital U escape", "\"\\U0041\""),
        c("a short escape", "\"\\u004\""),
        c("an escape with a sign", "\"\\u+041\""),
        c("an escape of no hex", "\"\\u00zz\""),
        c("an escape of fullwidth digits", "\"\\u\uff10\uff10\uff14\uff11\""),
        c("an escape cut off", "\"\\"),
        c("an escape cut off in the middle", "\"\\u00"),
        c("a braced escape", "\"\\u{41}\""),
        c("a line feed in a string", "\"a\nb\""),
        c("a carriage return in a string", "\"a\rb\""),
        c("a tab in a string", "\"a\tb\""),
        c("NUL in a string", "\"a\0b\""),
        c("U+001F in a string", "\"a\u001fb\""),
        c("U+0001 in a name", "{\"\u0001\":1}"),
        c("a string that does not end", "\"a"),
        c("a lone high surrogate", "\"\\ud800\""),
        c("a lone low surrogate", "\"\\udc00\""),
        c("surrogates the wrong way round", "\"\\ude00\\ud83d\""),
        c("a high surrogate before a letter", "\"\\ud83da\""),
        c("two high surrogates", "\"\\ud83d\\ud83d\\ude00\""),
        c("a lone surrogate in a name", "{\"\\udead\":1}"),
        c("A050: a name twice", "{\"a\":1,\"a\":2}"),
        c("A050: a name twice with the same value", "{\"a\":1,\"a\":1}"),
        c("a name twice, once escaped", "{\"\\u0061\":1,\"a\":2}"),
        c("a name twice, escaped in two ways", "{\"\\/\":1,\"\\u002f\":2}"),
        c("a name twice, far apart", "{\"a\":1,\"b\":{\"a\":1},\"a\":null}"),
        c("a name twice, first null", "{\"a\":null,\"a\":1}"),
        c("a name twice, further down", "[{\"x\":{\"a\":1,\"a\":2}}]"),
        c("an empty name twice", "{\"\":1,\"\":2}"),
        c("a comma before the end of an array", "[1,]"),
        c("a comma before the end of an object", "{\"a\":1,}"),
        c("a comma in front", "[,1]"),
        c("only a comma", "[,]"),
        c("two commas", "[1,,2]"),
        c("two commas in an object", "{\"a\":1,,\"b\":2}"),
        c("no comma", "[1 2]"),
        c("no comma in an object", "{\"a\":1 \"b\":2}"),
        c("a semicolon", "[1;2]"),
        c("a semicolon in an object", "{\"a\":1;\"b\":2}"),
        c("an equals sign", "{\"a\"=1}"),
        c("an arrow", "{\"a\"=>1}"),
        c("no colon", "{\"a\" 1}"),
        c("two colons", "{\"a\"::1}"),
        c("a colon in an array", "[\"a\":1]"),
        c("a name without a value", "{\"a\"}"),
        c("a colon without a value", "{\"a\":}"),
        c("a value without a name", "{:1}"),
        c("an open array", "["),
        c("an open array with a value", "[1"),
        c("an open array with a comma", "[1,"),
        c("an open object", "{"),
        c("an open object with a name", "{\"a\""),
        c("an open object with a colon", "{\"a\":"),
        c("an open object with a member", "{\"a\":1"),
        c("brackets that do not match", "[}"),
        c("braces that do not match", "{\"a\":1]"),
        c("a lone closing bracket", "]"),
        c("65 levels", "[".repeat(65) + "]".repeat(65)),
        c("A053: 100,000 arrays", "[".repeat(100_000)),
        c("A053: 100,000 arrays that close", "[".repeat(100_000) + "]".repeat(100_000)),
        c("A053: 100,000 objects", "{\"a\":".repeat(100_000)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refused")
  void isRefused(String what, String text) {
    assertRefused(Bytes.utf8(text));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "a lone continuation byte, 80",
    "a lead byte at the end, c3",
    "a lead byte before a letter, c361",
    "an overlong slash of two bytes, c0af",
    "an overlong slash of three bytes, e080af",
    "an overlong slash of four bytes, f08080af",
    "an overlong NUL, c080",
    "a surrogate in UTF-8, eda080",
    "a pair of surrogates in UTF-8, eda0bdedb880",
    "beyond U+10FFFF, f4908080",
    "a lead byte of five, f888808080",
    "FE, fe",
    "FF, ff",
    "Latin-1, fc",
    "a sequence cut short, e282",
  })
  void whatIsNotUtf8IsRefused(String what, String hex) {
    assertRefused(Bytes.concat(Bytes.utf8("\""), Bytes.of(HexFormat.of().parseHex(hex)), Bytes.utf8("\"")));
    assertRefused(Bytes.of(HexFormat.of().parseHex(hex)));
  }

  @Test
  void otherEncodingsAreRefused() {
    for (var charset : List.of(
        StandardCharsets.UTF_16, StandardCharsets.UTF_16BE, StandardCharsets.UTF_16LE, Charset.forName("UTF-32"))) {
      assertRefused(Bytes.of("{\"a\":1}".getBytes(charset)));
    }
  }

  @Test
  void aDocumentHasAtMostAMillionValues() throws Exception {
    var fits = (JsonArray) parse("[" + "0,".repeat(999_998) + "0]");
    assertEquals(999_999, fits.elements().size());
    assertRefused(Bytes.utf8("[" + "0,".repeat(999_999) + "0]"));
  }

  @Test
  void membersKeepTheirOrder() throws Exception {
    var object = (JsonObject) parse("{\"z\":1,\"a\":2,\"m\":3}");
    assertEquals(List.of("z", "a", "m"), List.copyOf(object.members().keySet()));
  }

  @Test
  void theErrorSaysWhereButNotWhat() {
    var refused = assertThrows(
        MalformedContent.class, () -> parse("{\"auths\":[{\"secret\":\"hunter2\"},{\"secret\":hunter2}]}"));
    assertTrue(String.valueOf(refused.getMessage()).contains("auths[1].secret"), refused.getMessage());
    assertFalse(String.valueOf(refused.getMessage()).contains("hunter2"), refused.getMessage());
  }

  @Test
  void theErrorIsOnePrintableLine() {
    var refused = assertThrows(MalformedContent.class, () -> parse("{\"a\\u001b[31m\\n\":x}"));
    assertFalse(String.valueOf(refused.getMessage()).chars().anyMatch(c -> c < ' '), refused.getMessage());
    var twice = assertThrows(MalformedContent.class, () -> parse("{\"\\u001b\":1,\"\\u001b\":2}"));
    assertFalse(String.valueOf(twice.getMessage()).contains("\u001b"), twice.getMessage());
  }

  @Test
  void aDocumentMayHaveToBeAnObject() throws Exception {
    assertEquals(new JsonObject(Map.of()), StrictJson.parseObject(Bytes.utf8("{}"), "manifest"));
    assertThrows(MalformedContent.class, () -> StrictJson.parseObject(Bytes.utf8("[]"), "manifest"));
    assertThrows(MalformedContent.class, () -> StrictJson.parseObject(Bytes.utf8("null"), "manifest"));
  }

  private static Arguments c(String what, Object... rest) {
    return rest.length == 0
        ? Arguments.of(what, "")
        : rest.length == 1 ? Arguments.of(what, rest[0]) : Arguments.of(what, rest[0], rest[1]);
  }

  private static JsonArray numbers(String digits) {
    return new JsonArray(List.of(new JsonNumber(digits)));
  }
}
