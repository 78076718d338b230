package dev.inkan.registry.http;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.RegistryWriter.Expected;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.testing.RawServer;
import dev.inkan.registry.testing.Reply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever bytes a server sends: a RegistryException, never "none", never "not found", nothing unchecked. */
class SurvivalTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Type: application/vnd.oci.image.index.v1+json\r\n";

  /** registry.md 6 rows 10, 11, 28 and 50. */
  static Stream<String> nonsense() {
    return Stream.of(
        "",
        "\r\n\r\n",
        "nonsense\r\n\r\n",
        "HTTP/1.1\r\n\r\n",
        "HTTP/1.1 xyz OK\r\n\r\n",
        "HTTP/1.1 99999 OK\r\n\r\n",
        "HTTP/1.1 -1 OK\r\n\r\n",
        "HTTP/9.9 200 OK\r\n\r\n",
        OK,
        OK + "Content-Length: -5\r\n\r\n{}",
        OK + "Content-Length: 100\r\n\r\n{}",
        OK + "Content-Length: 2\r\nContent-Length: 100\r\n\r\n{}",
        OK + "Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
        OK + "Transfer-Encoding: chunked\r\n\r\n5\r\n{}",
        OK + "Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n{}",
        OK + "Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}",
        OK + "Content-Encoding: br\r\nContent-Length: 2\r\n\r\n{}",
        "HTTP/1.1 204 None\r\nContent-Length: 5\r\n\r\n12345",
        "HTTP/1.1 205 Reset\r\nContent-Length: 5\r\n\r\n12345",
        "HTTP/1.1 100 Continue\r\n\r\n",
        "HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n",
        "HTTP/1.1 103 Hints\r\n\r\nHTTP/1.1 103 Hints\r\n\r\n",
        "HTTP/1.1 407 Proxy\r\nProxy-Authenticate: Basic realm=x\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 421 Misdirected\r\nContent-Length: 0\r\n\r\n");
  }

  private static Map<String, Executable> everything(HttpRegistry registry, RawServer server) {
    Map<String, Executable> all = new LinkedHashMap<>();
    all.put("resolve", () -> registry.resolve(Kit.v1(server)));
    all.put("manifest", () -> registry.manifest(Kit.image(server)));
    all.put("blob", () -> registry.readBlob(Kit.app(server), Kit.BLOB, 100));
    all.put("referrers", () -> registry.referrers(Kit.image(server)));
    all.put("tags", () -> registry.tags(Kit.app(server)));
    all.put("pushBlob", () -> registry.pushBlob(Kit.app(server), Kit.BLOB, Kit.CONTENT::newInputStream));
    all.put("pushManifest", () -> registry.pushManifest(Kit.app(server), Kit.MANIFEST));
    all.put("pushTag", () -> registry.pushTag(Kit.v1(server), Kit.MANIFEST, new Expected.Absent()));
    return all;
  }

  @ParameterizedTest
  @MethodSource("nonsense")
  void nonsenseIsNeverAnAnswer(String bytes) throws Exception {
    try (var server = RawServer.start(r -> Reply.raw(bytes));
        var registry = HttpRegistry.open(Kit.options().withRetries(1))) {
      everything(registry, server).forEach((name, action) -> {
        if (name.startsWith("push") && bytes.startsWith("HTTP/1.1 20")) {
          // The status is all that a write wants to know.
          survives(action);
        } else {
          RegistryException e = assertThrows(RegistryException.class, action, name);
          assertFalse(e.kind().isVerdict(), () -> name + ": " + e.getMessage());
        }
      });
    }
  }

  /** OkHttp is lenient here, and what the bytes are decides. */
  @ParameterizedTest
  @ValueSource(strings = {
    "ICY 200 OK\r\n\r\n", OK + "no colon\r\n\r\n", OK + ": no name\r\n\r\n", OK + "\u0000: x\r\n\r\n",
    OK + "Content-Length: 99999999999999999999\r\n\r\n{}", OK + "Content-Length: five\r\n\r\n{}",
    OK + "Transfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n{}", OK + "\r\n{}", OK + "\r\n"
  })
  void oddFramingIsSurvived(String bytes) throws Exception {
    try (var server = RawServer.start(r -> Reply.raw(bytes)); var registry = Kit.once()) {
      everything(registry, server).forEach((name, action) -> survives(action));
      Kit.fails(Kind.PROTOCOL, () -> registry.referrers(Kit.image(server)));
      Kit.fails(Kind.PROTOCOL, () -> registry.tags(Kit.app(server)));
      Kit.fails(Kind.PROTOCOL, () -> registry.readBlob(Kit.app(server), Kit.BLOB, 100));
    }
  }

  private static void survives(Executable action) {
    try {
      action.execute();
    } catch (RegistryException e) {
      assertTrue(e.kind() != Kind.NOT_FOUND, e.getMessage());
    } catch (Throwable e) {
      throw new AssertionError("not a RegistryException", e);
    }
  }

  @Test
  void randomBytesAreSurvived() throws Exception {
    var random = new Random(28);
    String[] pieces = {
      "HTTP/1.1 ", "200", "401", "503", " OK", "\r\n", "\r\n\r\n", "Content-Length: ", "5", "-1", ": ", "{}", "[",
      "Content-Type: application/vnd.oci.image.index.v1+json\r\n", "Transfer-Encoding: chunked\r\n", "0\r\n",
      "Retry-After: ", "99999999999", "WWW-Authenticate: Bearer realm=", "\"", "Link: <", ">; rel=next\r\n",
      "Location: ", "http://[", "Docker-Content-Digest: sha256:", "\u0000", "\u00ff", "\t", "ETag: W/\r\n"
    };
    try (var server = RawServer.start(r -> {
          var text = new StringBuilder(random.nextBoolean() ? "HTTP/1.1 " : OK);
          for (int i = random.nextInt(20); i > 0; i--) {
            text.append(pieces[random.nextInt(pieces.length)]);
          }
          return Reply.raw(text.toString());
        });
        var registry = Kit.once()) {
      for (int round = 0; round < 150; round++) {
        everything(registry, server).forEach((name, action) -> {
          try {
            action.execute();
          } catch (RegistryException e) {
            assertFalse(e.getMessage().chars().anyMatch(c -> c < ' '), e.getMessage());
          } catch (Throwable e) {
            throw new AssertionError(name + ": not a RegistryException", e);
          }
        });
      }
    }
  }

  /** A034, registry.md 6 row 11: nothing is unpacked that was asked for plain. */
  @Test
  void aCompressedAnswerIsNotUnpacked() throws Exception {
    Bytes bomb = gzip(new byte[8 * 1024 * 1024]);
    Bytes manifest = gzip(Kit.MANIFEST.bytes().toByteArray());
    for (Bytes body : List.of(bomb, manifest)) {
      try (var server = RawServer.start(r -> Reply.of(200, body, Kit.MANIFEST_TYPE, "Content-Encoding: gzip"));
          var registry = Kit.once()) {
        RegistryException e = Kit.fails(Kind.PROTOCOL, () -> registry.resolve(Kit.v1(server)));
        assertTrue(e.getMessage().contains("Content-Encoding"), e.getMessage());
        Kit.fails(Kind.PROTOCOL, () -> registry.readBlob(Kit.app(server), Kit.BLOB, 100));
        Kit.fails(Kind.PROTOCOL, () -> registry.blob(Kit.app(server), Kit.BLOB));
        Kit.fails(Kind.PROTOCOL, () -> registry.referrers(Kit.image(server)));
      }
    }
  }

  @Test
  void identityIsNoEncoding() throws Exception {
    try (var server = RawServer.start(r -> Kit.manifest("Content-Encoding: identity")); var registry = Kit.once()) {
      assertEquals(Kit.MANIFEST, registry.resolve(Kit.v1(server)));
    }
  }

  private static Bytes gzip(byte[] content) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(out)) {
      gzip.write(content);
    }
    return Bytes.of(out.toByteArray());
  }

  /** registry.md 6 rows 8 and 28: each ends by a bound, not by the deadline. */
  @ParameterizedTest
  @ValueSource(strings = {
    "HTTP/1.1 200 OK\r\n|X: y\r\n", "HTTP/1.1 200 OK\r\nX: |yyyyyyyyyyyyyyyy", "|HTTP/1.1 100 Continue\r\n\r\n",
    "|HTTP/1.1 103 Hints\r\n\r\n", "|x", "HTTP/1.1 404 None\r\n\r\n|y", "HTTP/1.1 401 None\r\n\r\n|y"
  })
  void endlessHeadersAndErrorsEnd(String answer) throws Exception {
    String[] parts = answer.split("\\|");
    try (var server = RawServer.start(r -> Reply.endless(parts[0], parts[1].repeat(512))); var registry = Kit.once()) {
      assertThrows(RegistryException.class, () -> registry.resolve(Kit.v1(server)));
      assertDoesNotThrow(() -> survives(() -> registry.referrers(Kit.image(server))));
    }
  }

  /** registry.md 6 row 53. */
  @Test
  void whatARegistrySaysIsShownOnOneLineAndWithoutTricks() throws Exception {
    String said = "\\u001b[31mred\\u001b[0m\\n\\u202edesrever\\r\\u0000" + "x".repeat(1000);
    String body = "{\"errors\":[{\"code\":\"BAD\\u001b\",\"message\":\"" + said + "\"}]}";
    try (var server = RawServer.start(r -> Reply.of(403, body)); var registry = Kit.once()) {
      RegistryException e = Kit.fails(Kind.DENIED, () -> registry.resolve(Kit.v1(server)));
      assertTrue(e.getMessage().chars().allMatch(c -> c >= ' ' && c < 0x7f), e.getMessage());
      assertTrue(e.getMessage().length() < 1500);
    }
  }

  /** registry.md 6 row 54. */
  @Test
  void cookiesAndHintsOfABrowsersWorldAreIgnored() throws Exception {
    try (var server = RawServer.start(r -> Kit.manifest(
            "Set-Cookie: a=b", "Alt-Svc: h2=\":1\"", "Refresh: 0; url=http://127.0.0.1:1/",
            "Strict-Transport-Security: max-age=1000", "Warning: 299 - \"\u001b\""));
        var registry = Kit.once()) {
      registry.resolve(Kit.v1(server));
      registry.resolve(Kit.v1(server));
      assertEquals(2, server.requests().size());
      assertTrue(server.requests().stream().noneMatch(r -> r.headers().containsKey("cookie")));
    }
  }
}
