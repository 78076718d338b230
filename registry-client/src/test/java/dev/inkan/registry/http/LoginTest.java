package dev.inkan.registry.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.RegistryWriter.Expected;
import dev.inkan.registry.auth.Credential;
import dev.inkan.registry.auth.Credential.IdentityToken;
import dev.inkan.registry.auth.Credential.Password;
import dev.inkan.registry.auth.Credential.RegistryToken;
import dev.inkan.registry.auth.Secret;
import dev.inkan.registry.reference.Reference.ByTag;
import dev.inkan.registry.reference.Repository;
import dev.inkan.registry.testing.RawServer;
import dev.inkan.registry.testing.RawServer.Request;
import dev.inkan.registry.testing.RawServer.Script;
import dev.inkan.registry.testing.Reply;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Logging in: what is sent to whom, how often, and what is said when it does not work. */
class LoginTest {
  private static final Password PASSWORD = new Password("me", new Secret("CANARY-password"));
  /** base64 of me:CANARY-password. */
  private static final String BASIC = "Basic bWU6Q0FOQVJZLXBhc3N3b3Jk";

  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  private RawServer serve(Script script) {
    RawServer server = RawServer.start(script);
    open.add(server);
    return server;
  }

  private HttpRegistry registry(HttpRegistryOptions options) {
    HttpRegistry registry = HttpRegistry.open(options.withRetries(0));
    open.add(registry);
    return registry;
  }

  private HttpRegistry anonymous() {
    return registry(Kit.options());
  }

  private HttpRegistry as(Credential credential) {
    return registry(Kit.options().withCredentials(Kit.credentials(credential)));
  }

  /** A token service whose tokens are numbered. */
  private RawServer tokens() {
    var count = new AtomicInteger();
    return serve(r -> Reply.of(200, "{\"token\":\"CANARY-token-" + count.incrementAndGet() + "\"}"));
  }

  /** A registry that lets whoever has a token of {@code tokens} pass. */
  private RawServer bearerRegistry(RawServer tokens) {
    return serve(r -> String.valueOf(r.header("Authorization")).startsWith("Bearer CANARY-token")
        ? answer(r)
        : challenge("Bearer realm=\"http://" + tokens.host() + "/token\",service=\"the registry\""));
  }

  private static Reply answer(Request request) {
    return switch (request.method()) {
      case "GET" -> Kit.manifest();
      case "HEAD" -> Reply.head(200, 22);
      default -> Reply.of(201);
    };
  }

  private static Reply challenge(String value) {
    return Reply.of(
        401, "{\"errors\":[{\"code\":\"UNAUTHORIZED\",\"message\":\"log in\"}]}", "WWW-Authenticate: " + value);
  }

  private static String scope(boolean push) {
    return "GET /token?service=the%20registry&scope=repository%3Aapp%3Apull" + (push ? "%2Cpush" : "");
  }

  /** Two more requests, once for a repository. */
  @Test
  void anAnonymousTokenIsFetchedOnceAndUsedUnasked() throws Exception {
    RawServer tokens = tokens();
    RawServer server = bearerRegistry(tokens);
    HttpRegistry registry = anonymous();
    assertEquals(Kit.MANIFEST, registry.resolve(Kit.v1(server)));
    assertEquals(2, server.requests().size());
    assertNull(server.requests().get(0).header("Authorization"));
    assertEquals("Bearer CANARY-token-1", server.requests().get(1).header("Authorization"));
    registry.manifest(Kit.image(server));
    assertEquals(3, server.requests().size());
    assertEquals(List.of(scope(false)), tokens.lines());
    assertNull(tokens.requests().get(0).header("Authorization"));
  }

  @Test
  void aTokenToPushIsFetchedUnaskedAndServesPullsToo() throws Exception {
    RawServer tokens = tokens();
    RawServer server = bearerRegistry(tokens);
    HttpRegistry registry = anonymous();
    registry.resolve(Kit.v1(server));
    assertTrue(registry.hasBlob(Kit.app(server), Kit.BLOB));
    registry.pushTag(Kit.v1(server), Kit.MANIFEST, new Expected.Anything());
    registry.resolve(Kit.v1(server));
    assertEquals(List.of(scope(false), scope(true)), tokens.lines());
    assertEquals(5, server.requests().size());
    assertEquals("Bearer CANARY-token-2", server.requests().get(4).header("Authorization"));
  }

  @Test
  void aPasswordGoesToTheTokenServiceOnly() throws Exception {
    RawServer tokens = tokens();
    RawServer server = bearerRegistry(tokens);
    as(PASSWORD).resolve(Kit.v1(server));
    assertEquals(BASIC, tokens.requests().get(0).header("Authorization"));
    assertEquals(scope(false) + "&account=me", tokens.lines().get(0));
    for (Request request : server.requests()) {
      assertFalse(String.valueOf(request.header("Authorization")).startsWith("Basic"));
    }
  }

  @Test
  void anIdentityTokenIsPosted() throws Exception {
    RawServer tokens = serve(r -> Reply.of(200, "{\"access_token\":\"CANARY-token-1\"}"));
    RawServer server = bearerRegistry(tokens);
    as(new IdentityToken(new Secret("CANARY-identity"))).resolve(Kit.v1(server));
    Request asked = tokens.requests().get(0);
    assertEquals("POST /token", asked.line());
    assertNull(asked.header("Authorization"));
    assertEquals(
        "grant_type=refresh_token&client_id=inkan&scope=repository%3Aapp%3Apull&refresh_token=CANARY-identity"
            + "&service=the+registry",
        asked.body().utf8());
  }

  @Test
  void aRegistryTokenIsSentAsItIs() throws Exception {
    RawServer tokens = tokens();
    RawServer server = bearerRegistry(tokens);
    as(new RegistryToken(new Secret("CANARY-token-own"))).resolve(Kit.v1(server));
    assertEquals("Bearer CANARY-token-own", server.requests().get(1).header("Authorization"));
    assertTrue(tokens.requests().isEmpty());
  }

  @Test
  void basicIsSentUnaskedOnceItWasDemanded() throws Exception {
    RawServer server =
        serve(r -> BASIC.equals(r.header("Authorization")) ? Kit.manifest() : challenge("Basic realm=\"x\""));
    HttpRegistry registry = as(PASSWORD);
    registry.resolve(Kit.v1(server));
    registry.resolve(Kit.v1(server));
    assertEquals(3, server.requests().size());
  }

  @Test
  void whoLogsInAsksForNoRepository() throws Exception {
    RawServer tokens = tokens();
    RawServer server = bearerRegistry(tokens);
    assertTrue(as(PASSWORD).logIn(Kit.app(server)));
    assertEquals(List.of("GET /v2/", "GET /v2/"), server.lines());
    assertEquals(List.of("GET /token?service=the%20registry&account=me"), tokens.lines());
  }

  @Test
  void aRegistryThatLetsEverybodyInProvesNoLogin() throws Exception {
    RawServer server = serve(r -> Kit.manifest());
    assertFalse(as(PASSWORD).logIn(Kit.app(server)));
    assertEquals(1, server.requests().size());
    assertNull(server.requests().getFirst().header("Authorization"));
  }

  @Test
  void whoIsNotLetInIsNotLoggedIn() {
    RawServer server = serve(r -> challenge("Basic realm=\"x\""));
    Kit.fails(Kind.UNAUTHORIZED, () -> as(PASSWORD).logIn(Kit.app(server)));
    assertEquals(2, server.requests().size());
  }

  /** registry.md 6 row 26. */
  @ParameterizedTest
  @ValueSource(strings = {"Basic realm=\"x\", %s", "%s, Basic realm=\"x\"", "Negotiate, %s, Basic realm=\"x\""})
  void aTokenIsPreferredToThePassword(String challenges) throws Exception {
    RawServer tokens = tokens();
    String bearer = "Bearer realm=\"http://" + tokens.host() + "/token\"";
    RawServer server = serve(r -> r.header("Authorization") == null
        ? challenge(challenges.replace("%s", bearer))
        : Kit.manifest());
    as(PASSWORD).resolve(Kit.v1(server));
    assertEquals("Bearer CANARY-token-1", server.requests().get(1).header("Authorization"));
  }

  @Test
  void withoutCredentialsItIsSaidWhereTheyWereLookedFor() {
    RawServer server = serve(r -> challenge("Basic realm=\"x\""));
    RegistryException e = Kit.fails(Kind.UNAUTHORIZED, () -> anonymous().resolve(Kit.v1(server)));
    assertEquals(
        "GET /v2/app/manifests/v1 of " + server.host() + " answered 401: UNAUTHORIZED: log in; there are no "
            + "credentials for " + server.host() + " in use (anonymous)",
        e.getMessage());
    assertEquals(1, server.requests().size());
  }

  /** registry.md 6 row 25. */
  @Test
  void aPasswordThatIsRefusedIsNotSentTwice() {
    RawServer server = serve(r -> challenge("Basic realm=\"x\""));
    HttpRegistry registry = as(PASSWORD);
    RegistryException e = Kit.fails(Kind.UNAUTHORIZED, () -> registry.resolve(Kit.v1(server)));
    assertTrue(e.getMessage().contains("the credentials of the test were used"), e.getMessage());
    assertFalse(Kit.shown(e).contains("CANARY"));
    assertEquals(2, server.requests().size());
    Kit.fails(Kind.UNAUTHORIZED, () -> registry.resolve(Kit.v1(server)));
    assertEquals(3, server.requests().size());
  }

  /** registry.md 6 row 25: 401 for ever; insufficient_scope; another scope or service each time. */
  @ParameterizedTest
  @ValueSource(strings = {
    "Bearer realm=\"%r\"", "Bearer realm=\"%r\",error=\"insufficient_scope\"",
    "Bearer realm=\"%r\",scope=\"repository:app:pull repository:n%n:pull\"", "Bearer realm=\"%r\",service=\"%n\""
  })
  void aTokenThatIsRefusedIsReplacedOnce(String challenge) {
    RawServer tokens = tokens();
    var count = new AtomicInteger();
    RawServer server = serve(r -> challenge(challenge
        .replace("%r", "http://" + tokens.host() + "/token")
        .replace("%n", String.valueOf(count.incrementAndGet()))));
    HttpRegistry registry = anonymous();
    Kit.fails(Kind.UNAUTHORIZED, () -> registry.resolve(Kit.v1(server)));
    assertEquals(2, server.requests().size());
    assertEquals(1, tokens.requests().size());
    // The token that is there now is tried, and replaced once.
    RegistryException e = Kit.fails(Kind.UNAUTHORIZED, () -> registry.resolve(Kit.v1(server)));
    assertEquals(4, server.requests().size());
    assertEquals(2, tokens.requests().size());
    assertFalse(Kit.shown(e).contains("CANARY"));
  }

  @Test
  void aTokenThatExpiredEarlyIsReplaced() throws Exception {
    RawServer tokens = tokens();
    RawServer server = serve(r -> "Bearer CANARY-token-2".equals(r.header("Authorization"))
        ? Kit.manifest()
        : challenge("Bearer realm=\"http://" + tokens.host() + "/token\""));
    HttpRegistry registry = anonymous();
    Kit.fails(Kind.UNAUTHORIZED, () -> registry.resolve(Kit.v1(server)));
    assertEquals(Kit.MANIFEST, registry.resolve(Kit.v1(server)));
    assertEquals(2, tokens.requests().size());
  }

  /** registry.md 6 row 25: a new token service at every 401. */
  @Test
  void aRegistryMayNotChangeItsTokenServiceForEver() {
    RawServer tokens = tokens();
    var count = new AtomicInteger();
    RawServer server = serve(r -> challenge(
        "Bearer realm=\"http://" + tokens.host() + "/token" + count.incrementAndGet() + "\""));
    HttpRegistry registry = anonymous();
    for (int i = 0; i < 5; i++) {
      Kit.fails(Kind.UNAUTHORIZED, () -> registry.resolve(Kit.v1(server)));
    }
    assertEquals(2, tokens.requests().stream().map(Request::target).distinct().count());
  }

  /** A036, registry.md 6 rows 15, 21 and 22: nothing is sent to a service that is not one. */
  @ParameterizedTest
  @ValueSource(strings = {
    "http://127.0.0.2:1/token", "http://example.com/token", "https://169.254.169.254/token", "file:///etc/passwd",
    "/token", "", "http://me:secret@127.0.0.1:1/token", "https://10.0.0.1/token", "https://[fd00:ec2::254]/token"
  })
  void aTokenServiceThatIsNoneIsNotAsked(String realm) {
    RawServer server = serve(r -> challenge("Bearer realm=\"" + realm + "\""));
    RegistryException e = Kit.fails(
        realm.startsWith("https") ? Kind.REFUSED : Kind.UNAUTHORIZED,
        () -> as(PASSWORD).resolve(Kit.v1(server)));
    assertFalse(Kit.shown(e).contains("secret"));
    assertFalse(Kit.shown(e).contains("CANARY"));
    assertEquals(1, server.requests().size());
  }

  /** A036, registry.md 6 row 21. */
  @Test
  void aTokenServiceOfSomebodyElseIsAskedAnonymously() throws Exception {
    var tls = new TlsKit();
    RawServer tokens =
        RawServer.start(tls.server("auth.evil.test"), r -> Reply.of(200, "{\"token\":\"CANARY-token\"}"));
    open.add(tokens);
    RawServer server = RawServer.start(tls.server("registry.good.test"), r -> challenge(
        "Bearer realm=\"https://auth.evil.test:" + tokens.port() + "/token\""));
    open.add(server);
    var names = Kit.names(Map.of("registry.good.test", "127.0.0.1", "auth.evil.test", "127.0.0.1"));
    var options =
        Kit.options().withCa(tls.ca()).withRetries(0).withCredentials(Kit.credentials(PASSWORD));
    var tag = new ByTag(
        new Repository("registry.good.test:" + server.port(), "app"), "v1");
    try (var registry = HttpRegistry.open(options, names)) {
      RegistryException e = Kit.fails(Kind.UNAUTHORIZED, () -> registry.resolve(tag));
      assertTrue(e.getMessage().contains("auth.evil.test is not known to be registry.good.test:"), e.getMessage());
      assertEquals(1, tokens.requests().size());
      assertNull(tokens.requests().get(0).header("Authorization"));
      assertFalse(tokens.lines().get(0).contains("account"));
    }
    try (var registry =
        HttpRegistry.open(options.withTrustedRealmHosts(Set.of("auth.evil.test")), names)) {
      Kit.fails(Kind.UNAUTHORIZED, () -> registry.resolve(tag));
      assertEquals(BASIC, tokens.requests().get(1).header("Authorization"));
    }
  }

  /** registry.md 6 row 23. */
  @Test
  void aTokenServiceThatSendsUsElsewhereIsNotFollowed() {
    RawServer elsewhere = tokens();
    for (Credential credential : List.of(PASSWORD, new IdentityToken(new Secret("CANARY-identity")))) {
      for (int status : List.of(302, 303, 307, 308)) {
        RawServer tokens = serve(r -> Reply.of(status, "", "Location: http://" + elsewhere.host() + "/token"));
        RawServer server = bearerRegistry(tokens);
        assertThrows(RegistryException.class, () -> as(credential).resolve(Kit.v1(server)));
        assertEquals(1, tokens.requests().size());
      }
    }
    assertTrue(elsewhere.requests().isEmpty());
  }

  /** registry.md 6 row 24: never used, never remembered, never a word on the image. */
  @ParameterizedTest
  @ValueSource(strings = {
    "<html>CANARY", "{}", "{\"token\":null}", "{\"token\":\"\"}", "{\"token\":\"CANARY\\r\\nX-Evil: 1\"}",
    "{\"token\":\"CANARY\",\"expires_in\":-1}", "{\"token\":\"CANARY\",\"expires_in\":1e300}", "[[[[[[", ""
  })
  void anAnswerThatIsNoTokenIsNotUsed(String body) {
    RawServer tokens = serve(r -> Reply.of(200, body));
    RawServer server = bearerRegistry(tokens);
    HttpRegistry registry = anonymous();
    for (int i = 1; i <= 2; i++) {
      RegistryException e = Kit.fails(Kind.PROTOCOL, () -> registry.resolve(Kit.v1(server)));
      assertTrue(e.getMessage().startsWith("login at 127.0.0.1 of " + server.host()), e.getMessage());
      assertFalse(Kit.shown(e).contains("CANARY"), Kit.shown(e));
      assertEquals(i, tokens.requests().size());
    }
    assertEquals(1, server.requests().size());
  }

  /** A031: a token service without a token is not an image that does not exist. */
  @ParameterizedTest
  @CsvSource({
    "400, PROTOCOL", "401, UNAUTHORIZED", "403, UNAUTHORIZED", "404, PROTOCOL", "405, PROTOCOL", "409, PROTOCOL",
    "429, RATE_LIMITED", "500, UNAVAILABLE", "503, UNAVAILABLE"
  })
  void aFailingTokenServiceSaysNothingOfTheImage(int status, Kind kind) {
    RawServer tokens = serve(r -> Reply.of(status));
    RawServer server = bearerRegistry(tokens);
    RegistryException e = Kit.fails(kind, () -> as(PASSWORD).resolve(Kit.v1(server)));
    assertFalse(e.kind().isVerdict());
    assertFalse(Kit.shown(e).contains("CANARY"));
  }

  /** registry.md 6 row 8. */
  @Test
  void anEndlessTokenAnswerStopsAtItsBound() {
    RawServer tokens = serve(r -> Reply.endless("HTTP/1.1 200 OK\r\n\r\n", " ".repeat(8192)));
    RawServer server = bearerRegistry(tokens);
    Kit.fails(Kind.PROTOCOL, () -> anonymous().resolve(Kit.v1(server)));
  }

  /** registry.md 6 row 27. */
  @ParameterizedTest
  @ValueSource(strings = {
    "", "Bearer realm=\"http://x", "Negotiate", "Digest realm=\"x\", nonce=\"y\"", "Bearer", "=,=,=", "\u00e9"
  })
  void aChallengeThatCannotBeMetIsSaidSo(String value) {
    RawServer server = serve(r -> challenge(value));
    Kit.fails(Kind.UNAUTHORIZED, () -> as(PASSWORD).resolve(Kit.v1(server)));
    assertEquals(1, server.requests().size());
  }

  /** Google's registries. */
  @Test
  void withoutAChallengeTheRegistryIsAskedForOne() throws Exception {
    RawServer tokens = tokens();
    RawServer server = serve(r -> r.header("Authorization") != null
        ? Kit.manifest()
        : r.target().equals("/v2/")
            ? challenge("Bearer realm=\"http://" + tokens.host() + "/token\"")
            : Reply.of(401));
    assertEquals(Kit.MANIFEST, anonymous().resolve(Kit.v1(server)));
    assertEquals(
        List.of("GET /v2/app/manifests/v1", "GET /v2/", "GET /v2/app/manifests/v1"), server.lines());
  }

  /** registry.md 6 row 26: to another machine not even where http is allowed. */
  @Test
  void noCredentialIsSentInPlainTextToAnotherMachine() throws Exception {
    RawServer tokens = tokens();
    for (Credential credential : List.of(PASSWORD, new RegistryToken(new Secret("CANARY-registry")))) {
      for (String challenge : List.of("Basic realm=\"x\"", "Bearer realm=\"http://registry.test:%p/token\"")) {
        RawServer server = serve(r -> r.header("Authorization") == null
            ? challenge(challenge.replace("%p", String.valueOf(tokens.port())))
            : Kit.manifest());
        var options =
            Kit.options().withAllowHttp(true).withRetries(0).withCredentials(Kit.credentials(credential));
        var repository =
            new Repository("registry.test:" + server.port(), "app");
        try (var registry = HttpRegistry.open(options, Kit.names(Map.of("registry.test", "127.0.0.1")))) {
          boolean anonymousToken = credential instanceof Password && challenge.startsWith("Bearer");
          var tag = new ByTag(repository, "v1");
          if (anonymousToken) {
            registry.resolve(tag);
          } else {
            RegistryException e = Kit.fails(Kind.UNAUTHORIZED, () -> registry.resolve(tag));
            assertTrue(e.getMessage().contains("plain text"), e.getMessage());
          }
        }
        for (Request request : server.requests()) {
          assertFalse(String.valueOf(request.header("Authorization")).contains("CANARY-registry"));
          assertFalse(String.valueOf(request.header("Authorization")).contains("Basic"));
        }
      }
    }
    for (Request request : tokens.requests()) {
      assertNull(request.header("Authorization"));
    }
  }

  /** A038: neither another registry nor another repository gets a token that was not asked for it. */
  @Test
  void aTokenStaysWithItsRegistryAndRepository() throws Exception {
    RawServer tokens = tokens();
    RawServer one = bearerRegistry(tokens);
    RawServer two = bearerRegistry(tokens);
    HttpRegistry registry = anonymous();
    registry.resolve(Kit.v1(one));
    registry.resolve(Kit.v1(two));
    assertNull(two.requests().get(0).header("Authorization"));
    assertEquals("Bearer CANARY-token-2", two.requests().get(1).header("Authorization"));
    registry.resolve(new ByTag(
        new Repository(one.host(), "other"), "v1"));
    assertNull(one.requests().get(2).header("Authorization"));
    assertEquals("Bearer CANARY-token-3", one.requests().get(3).header("Authorization"));
  }

  @Test
  void manyThreadsFetchOneToken() throws Exception {
    RawServer tokens = tokens();
    RawServer server = bearerRegistry(tokens);
    HttpRegistry registry = anonymous();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        all.add(threads.submit(() -> registry.resolve(Kit.v1(server))));
      }
      for (Future<?> each : all) {
        each.get();
      }
    }
    assertEquals(1, tokens.requests().size());
  }

  /** A registry, or whoever answers for it, may say back what we sent. */
  @Test
  void secretsThatAreSaidBackToUsAreNotShown() {
    String[] answers = {
      "{\"errors\":[{\"code\":\"CODE %s\",\"message\":\"you sent %s\"}]}", "%s", "x".repeat(500) + "%s"
    };
    for (String answer : answers) {
      RawServer server = serve(r -> r.header("Authorization") == null
          ? challenge("Basic realm=\"x\"")
          : Reply.of(
              403,
              answer.replace("%s", r.header("Authorization") + " CANARY-password"),
              "Content-Type: text/plain",
              "X-Said: " + r.header("Authorization")));
      RegistryException e = Kit.fails(Kind.DENIED, () -> as(PASSWORD).resolve(Kit.v1(server)));
      assertFalse(Kit.shown(e).contains("CANARY"), e.getMessage());
      assertFalse(Kit.shown(e).contains("bWU6"), e.getMessage());
    }
  }

  @Test
  void aSecretInAnAnswerThatIsNotHttpIsNotShown() {
    RawServer server = serve(r -> r.header("Authorization") == null
        ? challenge("Basic realm=\"x\"")
        : Reply.raw("CANARY-password \u001b[31m " + r.header("Authorization") + "\r\n\r\n"));
    RegistryException e = Kit.fails(Kind.PROTOCOL, () -> as(PASSWORD).resolve(Kit.v1(server)));
    assertTrue(e.getMessage().contains("not HTTP"), e.getMessage());
    assertFalse(Kit.shown(e).contains("CANARY"), Kit.shown(e));
    assertFalse(Kit.shown(e).contains("bWU6"), Kit.shown(e));
    assertFalse(Kit.shown(e).contains("\u001b"), Kit.shown(e));
  }

  @Test
  void aSecretAsATypeIsNotShownEither() throws IOException {
    RawServer server = serve(r -> r.header("Authorization") == null
        ? challenge("Basic realm=\"x\"")
        : Reply.of(200, "{}", "Content-Type: " + String.valueOf(r.header("Authorization")).substring(6) + "/x"));
    RegistryException e = Kit.fails(Kind.PROTOCOL, () -> as(PASSWORD).resolve(Kit.v1(server)));
    assertFalse(Kit.shown(e).contains("bWU6"), e.getMessage());
  }
}
