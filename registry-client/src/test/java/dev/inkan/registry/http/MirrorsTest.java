package dev.inkan.registry.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.RegistryWriter.Expected;
import dev.inkan.registry.auth.Credential;
import dev.inkan.registry.auth.CredentialSource;
import dev.inkan.registry.auth.Secret;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.http.Mirrors.Route;
import dev.inkan.registry.reference.Repository;
import dev.inkan.registry.testing.RawServer;
import dev.inkan.registry.testing.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A registry that has everything, and a mirror of it that may not. */
class MirrorsTest {
  private static final Bytes OTHER = Bytes.utf8("{\"other\":\"bytes of the mirror\"}");

  private final List<Notice> told = new ArrayList<>();
  private final RawServer origin = RawServer.start(MirrorsTest::honest);
  private volatile RawServer.Script script = MirrorsTest::honest;
  private final RawServer mirror = RawServer.start(request -> script.answer(request));
  private final HttpRegistry registry = open(Kit.options());

  @AfterEach
  void close() throws Exception {
    registry.close();
    origin.close();
    mirror.close();
  }

  private static Reply honest(RawServer.Request request) {
    if (request.method().equals("PUT")) {
      return Reply.of(201, "", "Docker-Content-Digest: " + Kit.MANIFEST.digest());
    }
    if (request.target().contains("/blobs/")) {
      return Kit.content();
    }
    return request.target().contains("/manifests/") ? Kit.manifest() : Kit.listing("");
  }

  private HttpRegistry open(HttpRegistryOptions options) {
    return HttpRegistry.open(options.withMirrors(this::mirrored).withNotices(notice -> {
      if (notice instanceof Notice.MirrorPassedOver) {
        told.add(notice);
      }
    }));
  }

  private Route mirrored(Repository repository) {
    return new Route(List.of(Mirror.of(at(mirror))), null, null);
  }

  private static Repository at(RawServer server) {
    return new Repository(server.host(), "proxy/app");
  }

  private void mirrorAnswers(Reply reply) {
    script = request -> reply;
  }

  private String readStream() throws Exception {
    try (var in = registry.blob(Kit.app(origin), Kit.BLOB)) {
      return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    }
  }

  @Test
  void whatADigestProvesIsReadFromTheMirror() throws Exception {
    assertEquals(Kit.MANIFEST.digest(), registry.manifest(Kit.image(origin)).digest());
    assertEquals(Kit.CONTENT, registry.readBlob(Kit.app(origin), Kit.BLOB, 100));
    assertEquals("the content of a layer", readStream());
    assertEquals(List.of(), origin.lines());
    assertEquals(3, mirror.lines().size());
    assertEquals("GET /v2/proxy/app/manifests/" + Kit.MANIFEST.digest(), mirror.lines().getFirst());
  }

  @Test
  void tagsAndReferrersAreTheRegistrysAlone() throws Exception {
    registry.resolve(Kit.v1(origin));
    registry.referrers(Kit.image(origin));
    assertEquals(List.of(), mirror.lines());
    assertEquals(2, origin.lines().size());
  }

  @Test
  void nothingIsWrittenToAMirror() throws Exception {
    assertTrue(registry.hasBlob(Kit.app(origin), Kit.BLOB));
    registry.pushManifest(Kit.app(origin), Kit.MANIFEST);
    assertEquals(List.of(), mirror.lines());
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 429, 500, 503})
  void aMirrorThatFailsIsAskedOnceAndPassedOver(int status) throws Exception {
    mirrorAnswers(Reply.of(status, "", "Retry-After: 1"));
    registry.manifest(Kit.image(origin));
    registry.readBlob(Kit.app(origin), Kit.BLOB, 100);
    assertEquals(1, mirror.lines().stream().filter(line -> !line.equals("GET /v2/")).count());
    assertEquals(2, origin.lines().size());
    assertEquals(1, told.size());
    assertTrue(told.getFirst().sentence().startsWith("mirror " + at(mirror) + " is passed over"), told::toString);
  }

  @Test
  void aMirrorThatIsGoneIsPassedOver() throws Exception {
    mirror.close();
    assertEquals(Kit.CONTENT, registry.readBlob(Kit.app(origin), Kit.BLOB, 100));
    assertEquals(1, told.size());
  }

  @Test
  void aMirrorThatLacksOneThingIsAskedForTheNext() throws Exception {
    script = request -> request.target().contains("/blobs/") ? Reply.of(404) : honest(request);
    registry.readBlob(Kit.app(origin), Kit.BLOB, 100);
    registry.manifest(Kit.image(origin));
    assertEquals(2, mirror.lines().size());
    assertEquals(1, origin.lines().size());
    assertEquals(List.of(), told);
  }

  /** Row 60 of docs/misbehaviours.md. */
  @Test
  void otherContentOfAMirrorIsNotTakenAndToldLoudly() throws Exception {
    mirrorAnswers(Reply.of(200, OTHER, Kit.MANIFEST_TYPE));
    assertEquals(Kit.MANIFEST.bytes(), registry.manifest(Kit.image(origin)).bytes());
    assertEquals(Kit.CONTENT, registry.readBlob(Kit.app(origin), Kit.BLOB, 100));
    assertEquals(1, mirror.lines().size());
    assertEquals(1, told.size());
    assertTrue(told.getFirst().sentence().contains("the body is not " + Kit.MANIFEST.digest()), told::toString);
  }

  /** Its bytes are out of hand when it shows: what is done with them fails, and a second try finds the registry. */
  @Test
  void otherContentInAStreamFailsInAWayThatMayPassAndTheRegistryIsAskedNext() throws Exception {
    Bytes lie = Bytes.utf8("the CONTENT of a layer");
    mirrorAnswers(Reply.of(200, lie));
    RegistryException e = Kit.fails(Kind.PROTOCOL, this::readStream);
    assertTrue(e.getMessage().contains("from a mirror"), e::getMessage);
    assertEquals(1, told.size());
    assertEquals("the content of a layer", readStream());
  }

  @Test
  void whereAMirrorsBodyBreaksOffTheRegistryGoesOn() throws Exception {
    script = request -> Reply.of(200, Bytes.utf8("the con"), Kit.BLOB.size());
    try (var server = RawServer.start(request -> Reply.of(
        206,
        Bytes.utf8("tent of a layer"),
        "Content-Range: bytes 7-21/22"));
        var other = open(Kit.options())) {
      try (var in = other.blob(Kit.app(server), Kit.BLOB)) {
        assertEquals("the content of a layer", new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8));
      }
      assertEquals("bytes=7-", server.requests().getFirst().header("Range"));
    }
  }

  @Test
  void aMirrorSeesItsOwnCredentialsOnly() throws Exception {
    var asked = new ArrayList<String>();
    CredentialSource source = new CredentialSource() {
      @Override
      public Optional<Found> find(Repository repository, Duration patience) {
        asked.add(repository.host());
        return Optional.of(new Found(new Credential.Password(repository.host(), new Secret("secret")), "the test"));
      }

      @Override
      public String places() {
        return "the test";
      }
    };
    script = request -> request.header("Authorization") == null
        ? Reply.of(401, "", "WWW-Authenticate: Basic realm=\"x\"")
        : honest(request);
    try (var other = open(Kit.options().withCredentials(source))) {
      other.manifest(Kit.image(origin));
    }
    assertEquals(List.of(mirror.host()), asked);
  }

  @Test
  void whoStandsInTheRegistrysPlaceIsReadAndNotWritten() throws Exception {
    Mirrors moved = repository -> new Route(List.of(), Mirror.of(at(mirror)), null);
    try (var other = HttpRegistry.open(Kit.options().withMirrors(moved))) {
      other.resolve(Kit.v1(origin));
      assertEquals(List.of("GET /v2/proxy/app/manifests/v1"), mirror.lines());
      RegistryException e = Kit.fails(
          Kind.REFUSED, () -> other.pushTag(Kit.v1(origin), Kit.MANIFEST, new Expected.Anything()));
      assertTrue(e.getMessage().contains("name that to write to it"), e::getMessage);
    }
    assertEquals(List.of(), origin.lines());
  }

  @Test
  void aBlockedRegistryIsReadAtItsMirrorsOnly() throws Exception {
    Mirrors blocked = repository -> new Route(List.of(Mirror.of(at(mirror))), null, "registries.conf");
    try (var other = HttpRegistry.open(Kit.options().withMirrors(blocked))) {
      other.manifest(Kit.image(origin));
      Kit.fails(Kind.REFUSED, () -> other.resolve(Kit.v1(origin)));
      Kit.fails(Kind.REFUSED, () -> other.pushManifest(Kit.app(origin), Kit.MANIFEST));
    }
    assertEquals(List.of(), origin.lines());
  }

  @Test
  void aMirrorIsToldWhomItStandsFor() throws Exception {
    Mirrors told = repository -> new Route(List.of(new Mirror(at(mirror), false, "registry.example", null)), null, null);
    try (var other = HttpRegistry.open(Kit.options().withMirrors(told))) {
      other.readBlob(Kit.app(origin), Kit.BLOB, 100);
    }
    assertTrue(mirror.lines().getFirst().endsWith("?ns=registry.example"), mirror.lines()::toString);
  }

  /** A039: that the registry has TLS says nothing of its mirror. */
  @Test
  void plainTextIsSpokenWithAMirrorOnlyWhenItIsAllowedForIt() throws Exception {
    var sites = new Sites(false, false, site -> true);
    var lan = new Repository("mirror.lan", "app");
    assertEquals("https", sites.site(Mirror.of(lan)).root().scheme());
    assertEquals("http", sites.site(new Mirror(lan, true, null, null)).root().scheme());
    assertEquals("https", sites.site(lan).root().scheme());
  }

  @Test
  void mirrorsThatCannotBeKnownAreNotNone() {
    Mirrors broken = repository -> {
      throw new UnusableMirrors("hosts.toml: line 3");
    };
    try (var other = HttpRegistry.open(Kit.options().withMirrors(broken))) {
      RegistryException e = Kit.fails(Kind.LOCAL, () -> other.manifest(Kit.image(origin)));
      assertTrue(e.getMessage().contains("hosts.toml: line 3"), e::getMessage);
    }
    assertFalse(origin.lines().contains("GET"));
  }

  @Test
  void theRunsTimeHoldsForMirrorsToo() throws Exception {
    mirrorAnswers(Reply.silence());
    try (var other = open(Kit.options().withTimeout(Duration.ofMillis(300)))) {
      Kit.fails(Kind.TIMEOUT, () -> other.manifest(Kit.image(origin)));
    }
    assertEquals(List.of(), origin.lines());
  }
}
