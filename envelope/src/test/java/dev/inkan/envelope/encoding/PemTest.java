package dev.inkan.envelope.encoding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inkan.registry.content.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PemTest {
  private static final String BLOCK = "-----BEGIN THING-----\nAQID\n-----END THING-----\n";
  private static final Pem.Block THING = new Pem.Block("THING", Bytes.of(new byte[] {1, 2, 3}));

  private static List<Pem.Block> read(String text) throws MalformedEncoding {
    return Pem.read(Bytes.utf8(text));
  }

  private static String refusal(String text) {
    return String.valueOf(assertThrows(MalformedEncoding.class, () -> read(text)).getMessage());
  }

  @Test
  void whatIsWrittenIsReadAndHasLinesOf64() throws Exception {
    Bytes content = Bytes.of(new byte[100]);
    Bytes pem = Pem.write("THING", content);
    assertEquals(List.of(new Pem.Block("THING", content)), Pem.read(pem));
    String[] lines = pem.utf8().split("\n");
    assertEquals(64, lines[1].length());
    assertEquals(64, lines[2].length());
    assertTrue(pem.utf8().endsWith("\n-----END THING-----\n"));
  }

  /** A118: what RFC 7468 lets a file have around its blocks. */
  @ParameterizedTest
  @ValueSource(strings = {
    BLOCK,
    "-----BEGIN THING-----\r\nAQID\r\n-----END THING-----\r\n",
    "-----BEGIN THING-----\rAQID\r-----END THING-----",
    "Subject: a key\n0 comes first\n\n" + BLOCK,
    BLOCK + "\n \t\n",
    "  -----BEGIN THING-----\n  AQ\tID\n\n  -----END THING-----",
    "\uFEFF" + BLOCK
  })
  void textInFrontAndWhiteSpaceAreNotPartOfABlock(String text) throws Exception {
    assertEquals(List.of(THING), read(text));
  }

  @Test
  void everyBlockIsReadInOrder() throws Exception {
    List<Pem.Block> blocks = read(BLOCK + "and another\n" + BLOCK.replace("THING", "OTHER 2"));
    assertEquals(List.of(THING, new Pem.Block("OTHER 2", THING.content())), blocks);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      ''                                                       | the file is empty
      ' \\n\\t\\n'                                             | the file is empty
      hello                                                    | there is no BEGIN line
      -----BEGIN THING-----\\nAQID                             | cut off
      -----BEGIN THING-----\\nAQID\\n-----END OTHER-----       | do not pair up
      -----BEGIN THING-----\\n-----BEGIN THING-----            | do not pair up
      -----END THING-----                                      | do not pair up
      -----BEGIN THING-----\\nAQI\\n-----END THING-----        | is damaged
      -----BEGIN THING-----\\nAQ!D\\n-----END THING-----       | is damaged
      -----BEGIN THING-----\\nAR==\\n-----END THING-----       | is damaged
      -----BEGIN THING-----\\n-----END THING-----              | is empty
      -----BEGIN THING----\\nAQID\\n-----END THING-----        | damaged BEGIN or END line
      x-----BEGIN THING-----\\nAQID\\n-----END THING-----      | damaged BEGIN or END line
      -----BEGIN thing-----\\nAQID\\n-----END thing-----       | damaged BEGIN or END line
      -----BEGIN A-----\\nX: y\\n\\nAQID\\n-----END A-----     | openssl pkcs8 -topk8
      -----BEGIN A-----\\nAQID\\n-----END A-----\\nmore        | text follows
      """)
  void everythingElseIsRefusedWithItsOwnSentence(String text, String sentence) {
    String message = refusal(text.replace("\\n", "\n").replace("\\t", "\t"));
    assertTrue(message.contains(sentence), message);
  }

  @Test
  void wideTextIsRecognised() {
    for (var charset : List.of(StandardCharsets.UTF_16, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
      Bytes wide = Bytes.of(BLOCK.getBytes(charset));
      String message = String.valueOf(assertThrows(MalformedEncoding.class, () -> Pem.read(wide)).getMessage());
      assertTrue(message.contains("UTF-16"), message);
    }
  }

  @Test
  void aFileBeyondTheBoundsIsNotRead() {
    assertTrue(refusal(" ".repeat(Pem.MAX_BYTES + 1)).contains("larger than any key file"));
    assertTrue(refusal(BLOCK.repeat(17)).contains("more than 16"));
  }

  @Test
  void theContentIsNeverInAnError() {
    assertFalse(refusal("-----BEGIN THING-----\nU2VjcmV0!\n-----END THING-----").contains("U2Vj"));
  }
}
