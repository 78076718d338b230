package dev.inkan.registry.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inkan.registry.Referrers;
import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.RegistryWriter.Expected;
import dev.inkan.registry.auth.Credential.Password;
import dev.inkan.registry.auth.Secret;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.reference.Reference.ByTag;
import dev.inkan.registry.reference.Repository;
import dev.inkan.registry.testing.RawServer;
import dev.inkan.registry.testing.RawServer.Request;
import dev.inkan.registry.testing.Reply;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a registry may send us, and what goes along. */
class RedirectTest {
  private static final HttpRegistryOptions LOGGED_IN =
      Kit.options().withCredentials(Kit.credentials(new Password("me", new Secret("CANARY"))));

  private static Reply to(int status, String location) {
    return Reply.of(status, "", "Location: " + location, "Set-Cookie: session=CANARY");
  }

  private static Reply demanding(Request request, Reply reply) {
    return request.header("Authorization") == null
        ? Reply.of(401, "", "WWW-Authenticate: Basic realm=\"x\"", "Set-Cookie: session=CANARY")
        : reply;
  }

  /** A035, registry.md 6 rows 13 and 54. */
  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void aBlobMayLieElsewhereAndNothingSecretGoesThere(int status) throws Exception {
    try (var store = RawServer.start(r -> Kit.content());
        var server = RawServer.start(r -> demanding(r, to(status, "http://" + store.host() + "/x?signature=CANARY")));
        var registry = HttpRegistry.open(LOGGED_IN)) {
      assertEquals(Kit.CONTENT, registry.readBlob(Kit.app(server), Kit.BLOB, 100));
      assertEquals(List.of("GET /x?signature=CANARY"), store.lines());
      assertEquals(
          Set.of("host", "connection", "user-agent", "accept-encoding"),
          store.requests().get(0).headers().keySet());
      assertNotNull(server.requests().get(1).header("Authorization"));
      assertNull(server.requests().get(1).header("Cookie"));
    }
  }

  @Test
  void whatLiesElsewhereIsProvenAsWell() throws Exception {
    try (var store = RawServer.start(r -> Reply.of(200, "the content of A LAYER"));
        var server = RawServer.start(r -> to(307, "http://" + store.host() + "/x?signature=CANARY"));
        var registry = HttpRegistry.open(Kit.options())) {
      RegistryException e = Kit.fails(Kind.INTEGRITY, () -> registry.readBlob(Kit.app(server), Kit.BLOB, 100));
      assertFalse(Kit.shown(e).contains("CANARY"));
    }
  }

  @Test
  void withinTheRegistryTheLoginStays() throws Exception {
    try (var server = RawServer.start(r -> demanding(
            r, r.target().endsWith("v1") ? to(307, "/v2/library/app/manifests/latest") : Kit.manifest()));
        var registry = HttpRegistry.open(LOGGED_IN)) {
      assertEquals(Kit.MANIFEST, registry.resolve(Kit.v1(server)));
      assertNotNull(server.requests().get(2).header("Authorization"));
    }
  }

  /** Who sends us back chose the path. */
  @Test
  void theWayBackHasNoLogin() throws Exception {
    var back = new AtomicReference<>("");
    try (var elsewhere = RawServer.start(r -> to(307, back.get()));
        var server = RawServer.start(r -> r.target().equals("/admin")
            ? Reply.of(401)
            : demanding(r, to(307, "http://" + elsewhere.host() + "/")));
        var registry = HttpRegistry.open(LOGGED_IN)) {
      back.set("http://" + server.host() + "/admin");
      Kit.fails(Kind.UNAUTHORIZED, () -> registry.readBlob(Kit.app(server), Kit.BLOB, 100));
      Request last = server.requests().get(server.requests().size() - 1);
      assertEquals("GET /admin", last.line());
      assertNull(last.header("Authorization"));
    }
  }

  /** registry.md 6 row 18. */
  @Test
  void redirectsEnd() throws Exception {
    var count = new AtomicInteger();
    try (var circle = RawServer.start(r -> to(302, r.target()));
        var chain = RawServer.start(r -> to(302, "/" + count.incrementAndGet()));
        var growing = RawServer.start(r -> to(302, r.target() + "x".repeat(2000)));
        var registry = HttpRegistry.open(Kit.options())) {
      for (RawServer server : List.of(circle, chain, growing)) {
        Kit.fails(Kind.PROTOCOL, () -> registry.resolve(Kit.v1(server)));
        assertTrue(server.requests().size() <= 9, server.lines().toString());
      }
      assertTrue(growing.requests().size() <= 5);
    }
  }

  /** registry.md 6 rows 15 and 17. */
  @ParameterizedTest
  @CsvSource({
    "ftp://127.0.0.1/x, PROTOCOL",
    "file:///etc/passwd, PROTOCOL",
    "jar:file:/x!/y, PROTOCOL",
    "'data:text/plain,x', PROTOCOL",
    "http://, PROTOCOL",
    "http://me:CANARY@127.0.0.1:1/, REFUSED",
    "http://example.com/x, REFUSED",
    "http://169.254.169.254/latest, REFUSED",
    "https://169.254.169.254/latest, REFUSED",
    "https://10.0.0.1/x, REFUSED",
    "https://192.168.1.1/x, REFUSED",
    "https://[fd00:ec2::254]/x, REFUSED",
    "https://[fe80::1]/x, REFUSED",
    "https://[::ffff:10.0.0.1]/x, REFUSED",
    "https://[::ffff:a9fe:a9fe]/x, REFUSED",
    "https://[64:ff9b::a9fe:a9fe]/x, REFUSED",
    "https://0.0.0.0/x, REFUSED",
    "https://0/x, REFUSED",
    "https://167772161/x, REFUSED",
    "https://224.0.0.1/x, REFUSED"
  })
  void noRegistrySendsUsThere(String location, Kind kind) throws Exception {
    try (var server = RawServer.start(r -> to(307, location)); var registry = HttpRegistry.open(Kit.options())) {
      for (RegistryException e : List.of(
          Kit.fails(kind, () -> registry.resolve(Kit.v1(server))),
          Kit.fails(kind, () -> registry.readBlob(Kit.app(server), Kit.BLOB, 100)),
          Kit.fails(kind, () -> registry.referrers(Kit.image(server))))) {
        assertFalse(Kit.shown(e).contains("CANARY"));
      }
      assertEquals(3, server.requests().size());
    }
  }

  /** registry.md 6 row 16: the check is on the address that is connected to, not on the name. */
  @Test
  void aNameThatLeadsToThePrivateNetworkIsNotFollowed() throws Exception {
    var names = Kit.names(Map.of("inside.test", "10.0.0.1", "metadata.test", "169.254.169.254"));
    for (String host : List.of("inside.test", "metadata.test")) {
      try (var server = RawServer.start(r -> to(307, "https://" + host + "/x"));
          var registry = HttpRegistry.open(Kit.options(), names)) {
        Kit.fails(Kind.REFUSED, () -> registry.resolve(Kit.v1(server)));
        assertEquals(1, server.requests().size());
      }
    }
  }

  @Test
  void aRedirectWithoutATargetIsNoAnswer() throws Exception {
    try (var server = RawServer.start(r -> Reply.of(302)); var registry = Kit.once()) {
      Kit.fails(Kind.PROTOCOL, () -> registry.resolve(Kit.v1(server)));
    }
  }

  /** registry.md 6 row 19. */
  @ParameterizedTest
  @ValueSource(ints = {307, 308})
  void aWriteIsNotMadeElsewhere(int status) throws Exception {
    try (var elsewhere = RawServer.start(r -> Reply.of(201));
        var server = RawServer.start(r -> switch (r.method()) {
          case "HEAD" -> Reply.head(404, 0);
          case "POST" -> Reply.of(202, "", "Location: 7");
          default -> to(status, "http://" + elsewhere.host() + r.target());
        });
        var registry = HttpRegistry.open(Kit.options())) {
      Kit.fails(Kind.REFUSED, () -> registry.pushManifest(Kit.app(server), Kit.MANIFEST));
      Kit.fails(Kind.REFUSED, () -> registry.pushTag(Kit.v1(server), Kit.MANIFEST, new Expected.Anything()));
      Kit.fails(
          Kind.REFUSED, () -> registry.pushBlob(Kit.app(server), Kit.BLOB, Kit.CONTENT::newInputStream));
      assertTrue(elsewhere.requests().isEmpty());
    }
  }

  @Test
  void aWriteWithinTheRegistryTakesItsBodyAlong() throws Exception {
    try (var server = RawServer.start(r -> r.target().startsWith("/v2/")
            ? to(307, "/moved" + r.target())
            : Reply.of(201));
        var registry = HttpRegistry.open(Kit.options())) {
      registry.pushTag(Kit.v1(server), Kit.MANIFEST, new Expected.Absent());
      Request moved = server.requests().get(1);
      assertEquals("PUT /moved/v2/app/manifests/v1", moved.line());
      assertEquals(Kit.MANIFEST.bytes(), moved.body());
      assertEquals("*", moved.header("If-None-Match"));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303})
  void aWriteIsNotTurnedIntoARead(int status) throws Exception {
    try (var server = RawServer.start(r -> to(status, "/moved")); var registry = HttpRegistry.open(Kit.options())) {
      Kit.fails(Kind.PROTOCOL, () -> registry.pushManifest(Kit.app(server), Kit.MANIFEST));
      assertEquals(1, server.requests().size());
    }
  }

  /** A store that has lost something is not a registry that says there is no such image. */
  @Test
  void onlyTheProtocolsWordElsewhereIsNotFound() throws Exception {
    try (var store = RawServer.start(r -> Reply.of(404, "<Error><Code>NoSuchKey</Code></Error>"));
        var mirror = RawServer.start(
            r -> Reply.of(404, "{\"errors\":[{\"code\":\"MANIFEST_UNKNOWN\",\"message\":\"none\"}]}"));
        var lost = RawServer.start(r -> to(307, "http://" + store.host() + "/x"));
        var moved = RawServer.start(r -> to(307, "http://" + mirror.host() + r.target()));
        var registry = HttpRegistry.open(Kit.options())) {
      Kit.fails(Kind.PROTOCOL, () -> registry.resolve(Kit.v1(lost)));
      Kit.fails(Kind.PROTOCOL, () -> registry.readBlob(Kit.app(lost), Kit.BLOB, 100));
      Kit.fails(Kind.PROTOCOL, () -> registry.referrers(Kit.image(lost)));
      assertFalse(registry.hasBlob(Kit.app(lost), Kit.BLOB));
      RegistryException e = Kit.fails(Kind.NOT_FOUND, () -> registry.resolve(Kit.v1(moved)));
      assertTrue(e.getMessage().contains("redirects to"), e.getMessage());
    }
  }

  /** registry.k8s.io. */
  @Test
  void aRegistryMaySendUsToAnotherOneForEverything() throws Exception {
    try (var other = RawServer.start(r -> r.target().contains("page=2")
            ? Kit.listing(Kit.entry(Kit.BLOB))
            : Kit.listing(Kit.entry(Kit.BLOB), "Link: <?page=2>; rel=next"));
        var server = RawServer.start(r -> demanding(r, to(307, "http://" + other.host() + "/v2/x" + r.target())));
        var registry = HttpRegistry.open(LOGGED_IN)) {
      Referrers.Listed listed = assertInstanceOf(Referrers.Listed.class, registry.referrers(Kit.image(server)));
      assertEquals(2, listed.descriptors().size());
      for (Request request : other.requests()) {
        assertNull(request.header("Authorization"));
      }
    }
  }

  /** A demand for a login from where we were sent is not met. */
  @Test
  void anotherOriginsDemandIsNotMet() throws Exception {
    try (var elsewhere = RawServer.start(r -> Reply.of(401, Bytes.EMPTY, "WWW-Authenticate: Basic realm=\"x\""));
        var server = RawServer.start(r -> to(307, "http://" + elsewhere.host() + "/x"));
        var registry = HttpRegistry.open(LOGGED_IN)) {
      Kit.fails(Kind.UNAUTHORIZED, () -> registry.resolve(Kit.v1(server)));
      assertEquals(1, elsewhere.requests().size());
      assertNull(elsewhere.requests().get(0).header("Authorization"));
    }
  }

  /** The registry that the user named may be anywhere; only what it names is looked at. */
  @Test
  void theUsersOwnRegistryMayBeAtAnyAddress() throws Exception {
    var names = Kit.names(Map.of("inside.test", "127.0.0.1"));
    try (var server = RawServer.start(r -> Kit.manifest());
        var registry = HttpRegistry.open(Kit.options().withAllowHttp(true), names)) {
      var tag = new ByTag(new Repository("inside.test:" + server.port(), "app"), "v1");
      assertEquals(Kit.MANIFEST, registry.resolve(tag));
    }
  }
}
