package dev.inkan.registry.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.MalformedContent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenTest {

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "{\"token\":\"abc\"} | 50",
    "{\"access_token\":\"abc\"} | 50",
    "{\"token\":\"abc\",\"access_token\":\"other\",\"expires_in\":300} | 290",
    "{\"token\":null,\"access_token\":\"abc\",\"expires_in\":null} | 50",
    "{\"token\":\"abc\",\"expires_in\":0} | 50",
    "{\"token\":\"abc\",\"expires_in\":59} | 50",
    "{\"token\":\"abc\",\"expires_in\":9223372036854775807} | 86390"
  })
  void aTokenLastsAsLongAsItSaysWithinReason(String json, long seconds) throws Exception {
    Token token = Token.parse(Bytes.utf8(json));
    assertEquals("abc", token.value().reveal());
    assertEquals(seconds, token.lifetime().toSeconds());
  }

  /** registry.md 6 row 24. */
  @ParameterizedTest
  @ValueSource(strings = {
    "", "{}", "[]", "<html>", "{\"token\":\"\"}", "{\"token\":null}", "{\"token\":1}", "{\"token\":[\"CANARY\"]}",
    "{\"token\":\"CANARY\\r\\nX-Evil: 1\"}", "{\"token\":\"CANARY\\u0000\"}", "{\"token\":\"CANARY \"}",
    "{\"token\":\"CANARY\u00e9\"}", "{\"token\":\"CANARY\",\"expires_in\":-1}",
    "{\"token\":\"CANARY\",\"expires_in\":1e300}", "{\"token\":\"CANARY\",\"expires_in\":\"60\"}",
    "{\"token\":\"CANARY\",\"expires_in\":99999999999999999999}", "{\"token\":\"CANARY\",\"token\":\"b\"}"
  })
  void anAnswerWithoutAUsableTokenIsRefusedAndNotQuoted(String json) {
    MalformedContent e = assertThrows(MalformedContent.class, () -> Token.parse(Bytes.utf8(json)));
    assertFalse(String.valueOf(e.getMessage()).contains("CANARY"));
  }

  @Test
  void deepAndLongAnswersAreRefused() {
    assertThrows(MalformedContent.class, () -> Token.parse(Bytes.utf8("[".repeat(100_000))));
    assertThrows(
        MalformedContent.class, () -> Token.parse(Bytes.utf8("{\"token\":\"" + "a".repeat(65_537) + "\"}")));
  }
}
