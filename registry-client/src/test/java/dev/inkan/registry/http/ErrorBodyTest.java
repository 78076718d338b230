package dev.inkan.registry.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.testing.RawServer;
import dev.inkan.registry.testing.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorBodyTest {

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "{\"errors\":[{\"code\":\"DENIED\",\"message\":\"no\"}]} | application/json | DENIED: no",
    "{\"errors\":[{\"code\":\"DENIED\"}]} | text/html | DENIED",
    "{\"errors\":[{\"code\":\"A\",\"message\":\"first\"},{\"code\":\"B\"}]} | null | A: first",
    "{\"errors\":[{\"code\":\"A\",\"message\":null,\"detail\":{\"x\":[]}}]} | null | A",
    "{\"errors\":[]} | application/json | no reason given",
    "{\"errors\":[{\"message\":\"no code\"}]} | application/json | no reason given",
    "{\"errors\":[{\"code\":1}]} | application/json | no reason given",
    "{\"errors\":[\"DENIED\"]} | application/json | no reason given",
    "<html>denied</html> | text/html | no reason given",
    "404 page not found | text/plain; charset=utf-8 | 404 page not found",
    "'' | text/plain | no reason given"
  })
  void whatIsSaidIsTheFirstErrorOrAPlainText(String body, String type, String sentence) {
    assertEquals(sentence, ErrorBody.parse(Bytes.utf8(body), type).sentence());
  }

  @Test
  void onlyAnErrorWithACodeIsTheProtocols() {
    assertTrue(ErrorBody.parse(Bytes.utf8("{\"errors\":[{\"code\":\"DENIED\"}]}"), "").isOfProtocol());
    assertFalse(ErrorBody.parse(Bytes.utf8("404 page not found"), "text/plain").isOfProtocol());
    assertFalse(ErrorBody.parse(Bytes.of(new byte[] {(byte) 0xff}), "text/plain").isOfProtocol());
  }

  /** registry.md 6 row 8: an error is for people; what lies behind 64 KiB is not read. */
  @Test
  void aLongErrorIsCutOff() throws Exception {
    String lengthy = "{\"errors\":[{\"code\":\"A\",\"message\":\"" + "x".repeat(70_000) + "\"}]}";
    try (var server = RawServer.start(r -> Reply.of(403, lengthy, "Content-Type: text/plain"));
        var registry = Kit.once()) {
      RegistryException e = Kit.fails(Kind.DENIED, () -> registry.resolve(Kit.v1(server)));
      assertTrue(e.getMessage().length() < 1000, e.getMessage());
    }
  }

  @Test
  void anErrorThatCannotBeReadIsStillThatStatus() throws Exception {
    for (Reply reply : new Reply[] {
      Reply.of(403, Bytes.utf8("cut"), 100), Reply.of(403, Bytes.utf8("x"), "Content-Encoding: gzip")
    }) {
      try (var server = RawServer.start(r -> reply); var registry = Kit.once()) {
        RegistryException e = Kit.fails(Kind.DENIED, () -> registry.resolve(Kit.v1(server)));
        assertTrue(e.getMessage().endsWith("answered 403: no reason given"), e.getMessage());
      }
    }
  }

  @Test
  void aHintSaysWhatWouldHelp() throws Exception {
    try (var server = RawServer.start(r -> Reply.of(r.target().contains("v1") ? 405 : 413));
        var registry = Kit.once()) {
      RegistryException unsupported = Kit.fails(Kind.UNSUPPORTED, () -> registry.resolve(Kit.v1(server)));
      assertTrue(unsupported.getMessage().contains("does not offer"), unsupported.getMessage());
      RegistryException tooLarge =
          Kit.fails(Kind.UNSUPPORTED, () -> registry.pushManifest(Kit.app(server), Kit.MANIFEST));
      assertTrue(tooLarge.getMessage().contains("limits the size"), tooLarge.getMessage());
    }
  }
}
