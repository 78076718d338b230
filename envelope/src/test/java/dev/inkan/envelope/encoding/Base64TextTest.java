package dev.inkan.envelope.encoding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.inkan.registry.content.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class Base64TextTest {
  /** Encodes to both characters in which the alphabets differ. */
  private static final Bytes BOTH = Bytes.of(new byte[] {(byte) 0xFB, (byte) 0xEF, (byte) 0xFF, 1});

  @Test
  void whatIsWrittenIsRead() throws Exception {
    assertEquals("++//AQ==", Base64Text.encode(BOTH));
    assertEquals(BOTH, Base64Text.decode("++//AQ=="));
    assertEquals(Bytes.EMPTY, Base64Text.decode(""));
  }

  @Test
  void eitherAlphabetIsReadWhereItIsAllowed() throws Exception {
    assertEquals(BOTH, Base64Text.decodeEitherAlphabet("++//AQ=="));
    assertEquals(BOTH, Base64Text.decodeEitherAlphabet("--__AQ=="));
    assertThrows(MalformedEncoding.class, () -> Base64Text.decode("--__AQ=="));
  }

  /** A058: white space, mixed alphabets, missing or extra padding, bits that are left over. */
  @ParameterizedTest
  @ValueSource(strings = {
    "AQ", "AQ=", "AQ===", "AQ==AQ==", "AR==", "AQI", "AQJ=", "A", "====", " AQ==", "AQ==\n", "A Q==", "AQ==\0", "+-AQ",
    "__+/", "\u00e9Q==", "AQ=\u0661"
  })
  void aSecondSpellingIsRefused(String text) {
    assertThrows(MalformedEncoding.class, () -> Base64Text.decodeEitherAlphabet(text));
  }
}
