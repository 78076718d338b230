package dev.inkan.registry.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.content.MediaType;
import dev.inkan.registry.content.RawManifest;
import dev.inkan.registry.reference.Reference.ByDigest;
import dev.inkan.registry.testing.RawServer;
import dev.inkan.registry.testing.Reply;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Manifests and blobs are what their digests say, or nothing. */
class ReadingTest {
  private static final String OTHER_DIGEST = "sha256:" + "0".repeat(64);

  /** A003, A004: one GET, no HEAD and no second look; the digest is that of the bytes that came. */
  @Test
  void aTagIsResolvedInOneRequestThatNamesEveryAcceptedType() throws Exception {
    try (var server = RawServer.start(r -> Kit.manifest()); var registry = Kit.once()) {
      RawManifest resolved = registry.resolve(Kit.v1(server));
      assertEquals(Kit.MANIFEST, resolved);
      assertEquals(List.of("GET /v2/app/manifests/v1"), server.lines());
      RawServer.Request request = server.requests().get(0);
      assertEquals(
          "application/vnd.oci.image.index.v1+json, application/vnd.oci.image.manifest.v1+json, "
              + "application/vnd.docker.distribution.manifest.list.v2+json, "
              + "application/vnd.docker.distribution.manifest.v2+json",
          request.header("Accept"));
      assertEquals("identity", request.header("Accept-Encoding"));
      assertEquals("inkan-test", request.header("User-Agent"));
    }
  }

  /** A002: header and body agree, or the header is absent: fine. */
  @ParameterizedTest
  @ValueSource(strings = {"", "right", "sha512:1", "md5:abc", "nonsense", "sha256:ABC"})
  void aDigestHeaderIsOnlyAHint(String said) throws Exception {
    String header = "Docker-Content-Digest: " + (said.equals("right") ? Kit.MANIFEST.digest() : said);
    try (var server = RawServer.start(r -> said.isEmpty() ? Kit.manifest() : Kit.manifest(header));
        var registry = Kit.once()) {
      assertEquals(Kit.MANIFEST.digest(), registry.resolve(Kit.v1(server)).digest());
    }
  }

  /** A002, registry.md 6 row 3. */
  @Test
  void aDigestHeaderThatContradictsTheBodyOfATagIsTampering() throws Exception {
    try (var server = RawServer.start(r -> Kit.manifest("Docker-Content-Digest: " + OTHER_DIGEST));
        var registry = HttpRegistry.open(Kit.options())) {
      RegistryException e = Kit.fails(Kind.INTEGRITY, () -> registry.resolve(Kit.v1(server)));
      assertTrue(e.getMessage().contains(OTHER_DIGEST), e.getMessage());
      assertEquals(1, server.requests().size());
    }
  }

  /** A001, A002, registry.md 6 row 1: the header repeats what was asked, the body is another. */
  @Test
  void aManifestByDigestMustHashToIt() throws Exception {
    Digest asked = Digest.sha256(Bytes.utf8("something else"));
    try (var server = RawServer.start(r -> Kit.manifest("Docker-Content-Digest: " + asked));
        var registry = HttpRegistry.open(Kit.options())) {
      Kit.fails(Kind.INTEGRITY, () -> registry.manifest(new ByDigest(Kit.app(server), asked)));
      assertEquals(1, server.requests().size());
    }
  }

  /** registry.md 6 row 33: docker-registry 2.8.2 answers a sha512 question with a sha256 header. */
  @Test
  void aManifestByDigestIsProvenWhateverTheHeaderSays() throws Exception {
    try (var server = RawServer.start(r -> Kit.manifest("Docker-Content-Digest: " + OTHER_DIGEST));
        var registry = Kit.once()) {
      assertEquals(Kit.MANIFEST, registry.manifest(Kit.image(server)));
      assertEquals(List.of("GET /v2/app/manifests/" + Kit.MANIFEST.digest()), server.lines());
    }
  }

  @Test
  void aDigestThatCannotBeProvenIsNotAsked() throws Exception {
    try (var server = RawServer.start(r -> Kit.manifest()); var registry = Kit.once()) {
      var blake = new Digest("blake9", "abc");
      Kit.fails(Kind.UNSUPPORTED, () -> registry.manifest(new ByDigest(Kit.app(server), blake)));
      Kit.fails(
          Kind.UNSUPPORTED,
          () -> registry.blob(Kit.app(server), new Descriptor(MediaType.OCI_LAYER_GZIP, blake, 1)));
      assertTrue(server.requests().isEmpty());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/html", "application/json", "text/html; charset=utf-8", "nonsense"})
  void aPageIsNoManifestHoweverOftenItIsAsked(String type) throws Exception {
    try (var server = RawServer.start(r -> Reply.of(200, "<html>Log in", "Content-Type: " + type));
        var registry = HttpRegistry.open(Kit.options().withRetries(2))) {
      Kit.fails(Kind.PROTOCOL, () -> registry.resolve(Kit.v1(server)));
      assertEquals(3, server.requests().size());
      Kit.fails(Kind.PROTOCOL, () -> registry.manifest(Kit.image(server)));
    }
  }

  @Test
  void aManifestWithoutATypeIsNotGuessedAt() throws Exception {
    try (var server = RawServer.start(r -> Reply.of(200, Kit.MANIFEST.bytes())); var registry = Kit.once()) {
      Kit.fails(Kind.PROTOCOL, () -> registry.manifest(Kit.image(server)));
    }
  }

  @Test
  void parametersOfTheContentTypeDoNotMatter() throws Exception {
    Reply reply = Reply.of(200, Kit.MANIFEST.bytes(), Kit.MANIFEST_TYPE + "; charset=utf-8");
    try (var server = RawServer.start(r -> reply); var registry = Kit.once()) {
      assertEquals(MediaType.OCI_MANIFEST, registry.resolve(Kit.v1(server)).mediaType());
    }
  }

  /** Half a manifest has a digest too: that of an image which nobody has signed. */
  @ParameterizedTest
  @ValueSource(strings = {"", "{\"schemaVersion\":2,", "[]", "{}{}"})
  void aTagIsNotResolvedToHalfAManifest(String body) throws Exception {
    try (var server = RawServer.start(r -> Reply.raw("HTTP/1.1 200 OK\r\n" + Kit.MANIFEST_TYPE + "\r\n\r\n" + body));
        var registry = HttpRegistry.open(Kit.options().withRetries(1))) {
      Kit.fails(Kind.PROTOCOL, () -> registry.resolve(Kit.v1(server)));
      assertEquals(2, server.requests().size());
    }
  }

  /** What the registry vouches for is what the tag names, well formed or not: that is for others to judge. */
  @Test
  void whatTheRegistryConfirmsIsTheTagsContent() throws Exception {
    RawManifest odd = RawManifest.of(MediaType.OCI_MANIFEST, Bytes.utf8("{\"a\":1,\"a\":2}"));
    try (var server = RawServer.start(
            r -> Reply.of(200, odd.bytes(), Kit.MANIFEST_TYPE, "Docker-Content-Digest: " + odd.digest()));
        var registry = Kit.once()) {
      assertEquals(odd, registry.resolve(Kit.v1(server)));
    }
  }

  /** A012. */
  @Test
  void aSchema1ManifestIsRefusedByItsName() throws Exception {
    Reply reply = Reply.of(200, "{}", "Content-Type: application/vnd.docker.distribution.manifest.v1+prettyjws");
    try (var server = RawServer.start(r -> reply); var registry = HttpRegistry.open(Kit.options())) {
      RegistryException e = Kit.fails(Kind.UNSUPPORTED, () -> registry.resolve(Kit.v1(server)));
      assertTrue(e.getMessage().contains("schema 1"), e.getMessage());
    }
  }

  /** A045, registry.md 6 row 8: without a Content-Length, for ever. */
  @Test
  void anEndlessManifestStopsAtItsBound() throws Exception {
    Reply reply = Reply.endless("HTTP/1.1 200 OK\r\n" + Kit.MANIFEST_TYPE + "\r\n\r\n", " ".repeat(8192));
    try (var server = RawServer.start(r -> reply); var registry = HttpRegistry.open(Kit.options())) {
      Kit.fails(Kind.TOO_LARGE, () -> registry.resolve(Kit.v1(server)));
      assertEquals(1, server.requests().size());
    }
  }

  @Test
  void aBlobIsStreamedAndProven() throws Exception {
    try (var server = RawServer.start(r -> Kit.content()); var registry = Kit.once()) {
      try (InputStream in = registry.blob(Kit.app(server), Kit.BLOB)) {
        assertArrayEquals(Kit.CONTENT.toByteArray(), in.readAllBytes());
      }
      assertEquals(Kit.CONTENT, registry.readBlob(Kit.app(server), Kit.BLOB, 100));
      assertEquals("GET /v2/app/blobs/" + Kit.BLOB.digest(), server.lines().get(0));
    }
  }

  /** registry.md 6 row 2: right length, wrong bytes. */
  @Test
  void aForgedBlobEndsInAnExceptionAndIsNotAskedForAgain() throws Exception {
    Bytes forged = Bytes.utf8("the content of A LAYER");
    try (var server = RawServer.start(r -> Reply.of(200, forged));
        var registry = HttpRegistry.open(Kit.options())) {
      try (InputStream in = registry.blob(Kit.app(server), Kit.BLOB)) {
        Kit.fails(Kind.INTEGRITY, in::readAllBytes);
      }
      Kit.fails(Kind.INTEGRITY, () -> registry.readBlob(Kit.app(server), Kit.BLOB, 100));
      assertEquals(2, server.requests().size());
    }
  }

  /** A022, A023, registry.md 6 row 5: no more than one byte behind the size is read. */
  @Test
  void aBlobLongerThanItsDescriptorIsNotIt() throws Exception {
    Reply reply = Reply.endless("HTTP/1.1 200 OK\r\n\r\n" + "the content of a layer", "more");
    try (var server = RawServer.start(r -> reply); var registry = Kit.once()) {
      Kit.fails(Kind.INTEGRITY, () -> registry.readBlob(Kit.app(server), Kit.BLOB, 100));
      assertEquals(1, server.requests().size());
    }
  }

  /** registry.md 6 rows 6 and 7: a body that is cut is asked for again, and never a short success. */
  @Test
  void aCutBlobIsAskedForAgainWhenItIsReadWhole() throws Exception {
    Reply cut = Reply.of(200, Bytes.utf8("the content"), 22);
    List<Reply> replies = List.of(cut, cut, Kit.content());
    var asked = new AtomicInteger();
    try (var server = RawServer.start(r -> replies.get(asked.getAndIncrement()));
        var registry = HttpRegistry.open(Kit.options().withRetries(2))) {
      assertEquals(Kit.CONTENT, registry.readBlob(Kit.app(server), Kit.BLOB, 100));
      assertEquals(3, server.requests().size());
    }
  }

  @Test
  void aCutBlobIsAnExceptionOfTheStream() throws Exception {
    try (var server = RawServer.start(r -> Reply.of(200, Bytes.utf8("the content"), 22));
        var registry = Kit.once()) {
      try (InputStream in = registry.blob(Kit.app(server), Kit.BLOB)) {
        Kit.fails(Kind.PROTOCOL, in::readAllBytes);
      }
      Kit.fails(Kind.PROTOCOL, () -> registry.readBlob(Kit.app(server), Kit.BLOB, 100));
    }
  }

  /** A shorter body with a right Content-Length is no better. */
  @Test
  void aShortBlobIsNoAnswer() throws Exception {
    try (var server = RawServer.start(r -> Reply.of(200, "the content")); var registry = Kit.once()) {
      Kit.fails(Kind.PROTOCOL, () -> registry.readBlob(Kit.app(server), Kit.BLOB, 100));
    }
  }

  /** A022: what is said to be beyond the bound is not asked for. */
  @Test
  void aBlobBeyondTheBoundIsNotAsked() throws Exception {
    var huge = new Descriptor(MediaType.OCI_LAYER_GZIP, Kit.BLOB.digest(), Long.MAX_VALUE);
    try (var server = RawServer.start(r -> Kit.content()); var registry = Kit.once()) {
      Kit.fails(Kind.TOO_LARGE, () -> registry.readBlob(Kit.app(server), huge, 100));
      assertTrue(server.requests().isEmpty());
    }
  }

  @Test
  void whatIsNotThereIsNotFound() throws Exception {
    String body = "{\"errors\":[{\"code\":\"MANIFEST_UNKNOWN\",\"message\":\"no such tag\"}]}";
    try (var server = RawServer.start(r -> Reply.of(404, body)); var registry = HttpRegistry.open(Kit.options())) {
      RegistryException e = Kit.fails(Kind.NOT_FOUND, () -> registry.resolve(Kit.v1(server)));
      assertEquals(
          "GET /v2/app/manifests/v1 of " + server.host() + " answered 404: MANIFEST_UNKNOWN: no such tag",
          e.getMessage());
      assertEquals(1, server.requests().size());
      Kit.fails(Kind.NOT_FOUND, () -> registry.blob(Kit.app(server), Kit.BLOB));
      assertFalse(registry.hasBlob(Kit.app(server), Kit.BLOB));
    }
  }

  /** A041: descriptors carry urls; nothing here reads them. */
  @Test
  void tagsAreListedOverAllPages() throws Exception {
    try (var server = RawServer.start(r -> r.target().endsWith("list")
            ? Reply.of(
                200, "{\"name\":\"app\",\"tags\":[\"v1\",\"v2\"]}", "Link: </v2/app/tags/list?last=v2>; rel=next")
            : Reply.of(200, "{\"name\":\"app\",\"tags\":[\"v2\",\"v3\"]}"));
        var registry = Kit.once()) {
      assertEquals(List.of("v1", "v2", "v3"), registry.tags(Kit.app(server)));
      assertEquals(List.of("GET /v2/app/tags/list", "GET /v2/app/tags/list?last=v2"), server.lines());
    }
  }

  @Test
  void noTagsMayBeNull() throws Exception {
    try (var server = RawServer.start(r -> Reply.of(200, "{\"name\":\"app\",\"tags\":null}"));
        var registry = Kit.once()) {
      assertEquals(List.of(), registry.tags(Kit.app(server)));
    }
  }

  /** registry.md 6 rows 53 and 57. */
  @ParameterizedTest
  @ValueSource(strings = {"{\"tags\":[\"\\u001b[31m\"]}", "{\"tags\":[null]}", "{\"tags\":{}}", "{}", "[]", "", "{"})
  void aTagListThatIsNoneIsNoAnswer(String body) throws Exception {
    try (var server = RawServer.start(r -> Reply.of(200, body)); var registry = Kit.once()) {
      RegistryException e = Kit.fails(Kind.PROTOCOL, () -> registry.tags(Kit.app(server)));
      assertFalse(e.getMessage().contains("\u001b"));
    }
  }

  /** registry.md 6 row 50. */
  @ParameterizedTest
  @ValueSource(ints = {201, 202, 203, 204, 205, 206, 300, 304, 400, 402, 406, 416, 418, 600, 999})
  void anyOtherStatusIsNoAnswer(int status) throws Exception {
    try (var server = RawServer.start(r -> Reply.of(status, Bytes.EMPTY, Kit.MANIFEST_TYPE));
        var registry = Kit.once()) {
      Kit.fails(Kind.PROTOCOL, () -> registry.resolve(Kit.v1(server)));
      Kit.fails(Kind.PROTOCOL, () -> registry.blob(Kit.app(server), Kit.BLOB));
      Kit.fails(Kind.PROTOCOL, () -> registry.referrers(Kit.image(server)));
    }
  }
}
