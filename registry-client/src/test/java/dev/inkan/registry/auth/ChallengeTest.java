package dev.inkan.registry.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChallengeTest {

  static Stream<Arguments> readable() {
    var bearer = new Challenge("bearer", Map.of("realm", "https://auth.example/token", "service", "registry"));
    var basic = new Challenge("basic", Map.of("realm", "a"));
    return Stream.of(
        Arguments.of("Bearer realm=\"https://auth.example/token\",service=\"registry\"", List.of(bearer)),
        Arguments.of("bearer service=registry , REALM = \"https://auth.example/token\"", List.of(bearer)),
        Arguments.of("Basic realm=a", List.of(basic)),
        Arguments.of("Basic", List.of(new Challenge("basic", Map.of()))),
        Arguments.of("", List.of()),
        Arguments.of(" , ,", List.of()),
        Arguments.of("Basic realm=a, Bearer realm=\"https://auth.example/token\", service=registry",
            List.of(basic, bearer)),
        Arguments.of("Bearer realm=\"https://auth.example/token\", service=registry,, Basic realm=a,",
            List.of(bearer, basic)),
        Arguments.of("Negotiate dGVzdA==, Basic realm=a", List.of(new Challenge("negotiate", Map.of()), basic)),
        Arguments.of("NTLM, Basic realm=a", List.of(new Challenge("ntlm", Map.of()), basic)),
        Arguments.of("Basic realm=\"a, Bearer realm=\\\"b\\\"\"",
            List.of(new Challenge("basic", Map.of("realm", "a, Bearer realm=\"b\"")))),
        Arguments.of("Bearer scope=\"repository:a:pull,push repository:b:pull\"",
            List.of(new Challenge("bearer", Map.of("scope", "repository:a:pull,push repository:b:pull")))));
  }

  @ParameterizedTest
  @MethodSource("readable")
  void challengesAreReadInWhateverOrderAndNumberTheyCome(String header, List<Challenge> expected) throws Exception {
    assertEquals(expected, Challenge.parse(List.of(header)));
  }

  @Test
  void severalHeadersAreOneList() throws Exception {
    assertEquals(
        List.of("basic", "bearer"),
        Challenge.parse(List.of("Basic realm=a", "Bearer realm=b")).stream().map(Challenge::scheme).toList());
  }

  /** registry.md 6 row 27. */
  @ParameterizedTest
  @ValueSource(strings = {
    "Bearer realm=\"x", "Bearer realm=\"x\\", "Bearer realm=\"a\" service=\"b\"", "=", "\"x\"",
    "Bearer realm=a, realm=b",
    "Bearer realm=, service=b", "Bearer: realm=a", "Bearer realm=\"a\u0007\"", "Bearer realm=a; service=b", "(Bearer)"
  })
  void whatDoesNotFollowTheGrammarIsNotGuessedAt(String header) {
    assertThrows(Challenge.Malformed.class, () -> Challenge.parse(List.of(header)));
  }

  @Test
  void anEndlessHeaderIsNotRead() {
    List<String> many = Collections.nCopies(1000, "Basic realm=\"0123456789\"");
    assertThrows(Challenge.Malformed.class, () -> Challenge.parse(many));
  }

  /** No input makes it throw anything else, or take long. */
  @Test
  void anythingAtAllIsReadOrRefused() {
    var random = new Random(27);
    String alphabet = "Bearer basic=\",\\ \t;realm/:x";
    for (int round = 0; round < 20_000; round++) {
      var text = new StringBuilder();
      for (int i = random.nextInt(60); i > 0; i--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      try {
        Challenge.parse(List.of(text.toString()));
      } catch (Challenge.Malformed e) {
        assertEquals(e.getMessage(), String.valueOf(e.getMessage()));
      }
    }
  }
}
