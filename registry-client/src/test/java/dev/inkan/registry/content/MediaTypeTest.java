package dev.inkan.registry.content;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MediaTypeTest {

  @ParameterizedTest
  @CsvSource({
    "application/json, application/json",
    "application/vnd.oci.image.index.v1+json; charset=utf-8, application/vnd.oci.image.index.v1+json",
    "text/plain;charset=\"a;b\", text/plain",
    "a/b;, a/b",
    "A/B, A/B",
  })
  void parametersAreLeftOutForComparison(String text, String bare) throws Exception {
    MediaType type = MediaType.parse(text);
    assertEquals(text, type.toString());
    assertEquals(bare, type.withoutParameters().value());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "/", "a", "a/", "/b", "a/b/c", "*/*", "a/*", " a/b", "a/b ", "a/b ;c", "a\n/b", "a/b\r\nX: y", "a/b;\n",
        "a/b\0", "\u00e4/b", "a/b;\u00e4", ".a/b", "a/.b", "a/..", "a b/c", "a/b,c/d",
      })
  void whatIsNotAMediaTypeIsRefused(String text) {
    assertThrows(MalformedContent.class, () -> MediaType.parse(text));
    assertThrows(IllegalArgumentException.class, () -> new MediaType(text));
  }

  @Test
  void aMediaTypeHasAtMost255Characters() throws Exception {
    assertEquals(255, MediaType.parse("a/" + "b".repeat(253)).value().length());
    assertThrows(MalformedContent.class, () -> MediaType.parse("a/" + "b".repeat(254)));
    assertThrows(MalformedContent.class, () -> MediaType.parse("a/" + "b".repeat(5_000_000)));
  }

  @Test
  void manifestsAreImagesOrIndexesAndNeverBoth() {
    assertTrue(MediaType.OCI_MANIFEST.isImage() && MediaType.DOCKER_MANIFEST.isImage());
    assertTrue(MediaType.OCI_INDEX.isIndex() && MediaType.DOCKER_LIST.isIndex());
    assertFalse(MediaType.OCI_MANIFEST.isIndex() || MediaType.DOCKER_MANIFEST.isIndex());
    assertFalse(MediaType.OCI_INDEX.isImage() || MediaType.DOCKER_LIST.isImage());
    assertFalse(MediaType.OCI_CONFIG.isImage() || MediaType.OCI_CONFIG.isIndex());
  }

  @Test
  void typesAreComparedLetterByLetter() {
    assertNotEquals(MediaType.OCI_INDEX, new MediaType(MediaType.OCI_INDEX.value().toUpperCase(Locale.ROOT)));
    assertNotEquals(MediaType.OCI_INDEX, new MediaType(MediaType.OCI_INDEX.value() + ";a=b"));
  }
}
