package dev.inkan.registry.content;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** registry.md 6 #53: text from outside cannot write on a terminal what its author likes. */
class PrintableTest {

  @ParameterizedTest
  @CsvSource({
    "plain text, plain text",
    "gr\u00fc\u00dfe \u5370\u9451, gr\u00fc\u00dfe \u5370\u9451",
    "\ud83d\ude00, \ud83d\ude00",
    "a\u001b[31mb, a\\u001b[31mb",
    "'a\nb', a\\u000ab",
    "'a\rb', a\\u000db",
    "a\u0007b, a\\u0007b",
    "a\u007fb, a\\u007fb",
    "a\u0085b, a\\u0085b",
    "a\u009b31mb, a\\u009b31mb",
    "a\u202eb, a\\u202eb",
    "a\u2066b, a\\u2066b",
    "a\u200bb, a\\u200bb",
    "a\u200db, a\\u200db",
    "a\ufeffb, a\\ufeffb",
    "a\u2028b, a\\u2028b",
    "a\u2029b, a\\u2029b",
    "a\u00a0b, a\\u00a0b",
    "a\u3000b, a\\u3000b",
    "a\u00adb, a\\u00adb",
    "a\ue000b, a\\ue000b",
    "a\ud800b, a\\ud800b",
    "a\udb40\udc41b, a\\udb40\\udc41b",
  })
  void whatIsNotPlainIsWrittenAsItsNumber(String text, String shown) {
    assertEquals(shown, Printable.text(text));
    assertEquals('"' + shown + '"', Printable.quoted(text));
  }

  @Test
  void longTextIsCut() {
    assertEquals("a".repeat(512), Printable.text("a".repeat(512)));
    assertEquals("a".repeat(512) + "...", Printable.text("a".repeat(513)));
    assertTrue(Printable.text("\u0000".repeat(1_000_000)).length() < 4096);
    assertEquals("\ud83d\ude00".repeat(512) + "...", Printable.text("\ud83d\ude00".repeat(600)));
  }
}
