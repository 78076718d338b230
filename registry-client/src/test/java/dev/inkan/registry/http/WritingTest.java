package dev.inkan.registry.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.RegistryWriter.Expected;
import dev.inkan.registry.RegistryWriter.SubjectListing;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.content.MediaType;
import dev.inkan.registry.content.RawManifest;
import dev.inkan.registry.testing.RawServer;
import dev.inkan.registry.testing.RawServer.Request;
import dev.inkan.registry.testing.Reply;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is pushed arrives as it is, once, at the registry's own origin. */
class WritingTest {
  private static final String OTHER_DIGEST = "sha256:" + "0".repeat(64);
  private static final RawManifest SIGNATURE = RawManifest.of(
      MediaType.OCI_MANIFEST,
      Bytes.utf8("{\"schemaVersion\":2,\"config\":" + Kit.entry(Kit.BLOB) + ",\"layers\":[],\"subject\":"
          + Kit.entry(Kit.MANIFEST.descriptor()) + "}"));

  /** A registry that takes uploads; {@code location} is what it answers to the POST. */
  private static Reply upload(Request request, String location) {
    return switch (request.method()) {
      case "HEAD" -> Reply.head(404, 0);
      case "POST" -> Reply.of(202, "", "Location: " + location);
      default -> Reply.of(201, "", "Location: /v2/app/blobs/" + Kit.BLOB.digest());
    };
  }

  @Test
  void aNewBlobIsLookedForAndUploadedInOnePiece() throws Exception {
    try (var server = RawServer.start(r -> upload(r, "/v2/app/blobs/uploads/7?_state=a%2Bb%3D"));
        var registry = Kit.once()) {
      registry.pushBlob(Kit.app(server), Kit.BLOB, Kit.CONTENT::newInputStream);
      assertEquals(
          List.of(
              "HEAD /v2/app/blobs/" + Kit.BLOB.digest(),
              "POST /v2/app/blobs/uploads/",
              "PUT /v2/app/blobs/uploads/7?_state=a%2Bb%3D&digest=" + Kit.BLOB.digest()),
          server.lines());
      Request put = server.requests().get(2);
      assertEquals(Kit.CONTENT, put.body());
      assertEquals("application/octet-stream", put.header("Content-Type"));
      assertEquals("22", put.header("Content-Length"));
      assertEquals("0", server.requests().get(1).header("Content-Length"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"absolute", "/v2/app/blobs/uploads/7", "7", "?session=7"})
  void theUploadGoesWhereTheRegistrySays(String location) throws Exception {
    try (var server = RawServer.start(r -> upload(
            r, location.equals("absolute") ? "http://" + r.header("Host") + "/else/7" : location));
        var registry = Kit.once()) {
      registry.pushBlob(Kit.app(server), Kit.BLOB, Kit.CONTENT::newInputStream);
      assertTrue(server.lines().get(2).contains("7"), server.lines().toString());
    }
  }

  @Test
  void aBlobThatIsThereIsNotUploaded() throws Exception {
    try (var server = RawServer.start(r -> Reply.head(200, 22)); var registry = Kit.once()) {
      assertTrue(registry.hasBlob(Kit.app(server), Kit.BLOB));
      registry.pushBlob(Kit.app(server), Kit.BLOB, () -> {
        throw new IOException("nobody reads it");
      });
      assertEquals(2, server.requests().size());
    }
  }

  /** A019, registry.md 6 row 20: nothing goes to an origin that only the registry named. */
  @Test
  void anUploadIsNotSentToAnotherOrigin() throws Exception {
    try (var elsewhere = RawServer.start(r -> Reply.of(201));
        var server = RawServer.start(r -> upload(r, "http://" + elsewhere.host() + "/take?token=x"));
        var registry = HttpRegistry.open(Kit.options())) {
      RegistryException e = Kit.fails(
          Kind.REFUSED, () -> registry.pushBlob(Kit.app(server), Kit.BLOB, Kit.CONTENT::newInputStream));
      assertFalse(e.getMessage().contains("token"), e.getMessage());
      assertTrue(elsewhere.requests().isEmpty());
      assertEquals(2, server.requests().size());
    }
  }

  /** registry.md 6 rows 17 and 20. */
  @ParameterizedTest
  @CsvSource({
    "http://169.254.169.254/take, REFUSED",
    "http://example.com/take, REFUSED",
    "ftp://127.0.0.1/take, PROTOCOL",
    "file:///etc/passwd, PROTOCOL",
    "http://me:secret@127.0.0.1/take, REFUSED"
  })
  void anUploadAddressThatIsNoneOfTheRegistrysIsRefused(String location, Kind kind) throws Exception {
    try (var server = RawServer.start(r -> upload(r, location)); var registry = Kit.once()) {
      RegistryException e =
          Kit.fails(kind, () -> registry.pushBlob(Kit.app(server), Kit.BLOB, Kit.CONTENT::newInputStream));
      assertFalse(e.getMessage().contains("secret"), e.getMessage());
      assertEquals(2, server.requests().size());
    }
  }

  @Test
  void anUploadWithoutAnAddressIsNoAnswer() throws Exception {
    try (var server = RawServer.start(r -> r.method().equals("HEAD") ? Reply.head(404, 0) : Reply.of(202));
        var registry = Kit.once()) {
      Kit.fails(Kind.PROTOCOL, () -> registry.pushBlob(Kit.app(server), Kit.BLOB, Kit.CONTENT::newInputStream));
    }
  }

  @Test
  void aSourceThatIsNotItsDescriptorNeverArrivesWhole() throws Exception {
    for (String wrong : List.of("the content of A LAYER", "the content", "the content of a layer and more")) {
      try (var server = RawServer.start(r -> upload(r, "7")); var registry = HttpRegistry.open(Kit.options())) {
        Kit.fails(
            Kind.INTEGRITY,
            () -> registry.pushBlob(Kit.app(server), Kit.BLOB, Bytes.utf8(wrong)::newInputStream));
        assertEquals(List.of("HEAD", "POST"), server.requests().stream().map(Request::method).toList());
      }
    }
  }

  /** registry.md 1.4: after a lost answer it is looked for before it is sent again. */
  @Test
  void anUploadWhoseAnswerWasLostIsNotMadeTwice() throws Exception {
    var heads = new AtomicInteger();
    try (var server = RawServer.start(r -> switch (r.method()) {
          case "HEAD" -> Reply.head(heads.incrementAndGet() == 1 ? 404 : 200, 0);
          case "POST" -> Reply.of(202, "", "Location: 7");
          default -> Reply.hangUp();
        });
        var registry = HttpRegistry.open(Kit.options())) {
      registry.pushBlob(Kit.app(server), Kit.BLOB, Kit.CONTENT::newInputStream);
      assertEquals(2, heads.get());
      assertEquals(1, server.lines().stream().filter(line -> line.startsWith("POST")).count());
    }
  }

  @Test
  void aFailedUploadStartsAnew() throws Exception {
    var puts = new AtomicInteger();
    try (var server = RawServer.start(r -> r.method().equals("PUT") && puts.incrementAndGet() == 1
            ? Reply.of(500)
            : upload(r, "7"));
        var registry = HttpRegistry.open(Kit.options())) {
      registry.pushBlob(Kit.app(server), Kit.BLOB, Kit.CONTENT::newInputStream);
      assertEquals(
          List.of("HEAD", "POST", "PUT", "HEAD", "POST", "PUT"),
          server.requests().stream().map(Request::method).toList());
    }
  }

  @Test
  void whatCannotBeProvenIsNotUploaded() throws Exception {
    var odd = new Descriptor(MediaType.OCI_LAYER_GZIP, new Digest("blake9", "abc"), 22);
    try (var server = RawServer.start(r -> upload(r, "7")); var registry = HttpRegistry.open(Kit.options())) {
      Kit.fails(Kind.UNSUPPORTED, () -> registry.pushBlob(Kit.app(server), odd, Kit.CONTENT::newInputStream));
      Kit.fails(Kind.UNSUPPORTED, () -> registry.pushNewBlob(Kit.app(server), odd, Kit.CONTENT::newInputStream));
      assertEquals(List.of("HEAD /v2/app/blobs/blake9:abc"), server.lines());
    }
  }

  @Test
  void aForgottenUploadSessionIsOpenedAnew() throws Exception {
    var puts = new AtomicInteger();
    try (var server = RawServer.start(r -> r.method().equals("PUT") && puts.incrementAndGet() == 1
            ? Reply.of(404, "{\"errors\":[{\"code\":\"BLOB_UPLOAD_UNKNOWN\"}]}")
            : upload(r, "7"));
        var registry = HttpRegistry.open(Kit.options())) {
      registry.pushBlob(Kit.app(server), Kit.BLOB, Kit.CONTENT::newInputStream);
      assertEquals(2, puts.get());
    }
  }

  @Test
  void aMissingRepositoryIsSaidSo() throws Exception {
    String body = "{\"errors\":[{\"code\":\"NAME_UNKNOWN\",\"message\":\"no such repository\"}]}";
    try (var server = RawServer.start(r -> r.method().equals("HEAD") ? Reply.head(404, 0) : Reply.of(404, body));
        var registry = HttpRegistry.open(Kit.options())) {
      RegistryException e = Kit.fails(
          Kind.DENIED, () -> registry.pushBlob(Kit.app(server), Kit.BLOB, Kit.CONTENT::newInputStream));
      assertTrue(e.getMessage().endsWith("the repository may have to be created first"), e.getMessage());
    }
  }

  /** registry.md 6 row 47. */
  @ParameterizedTest
  @ValueSource(strings = {"Docker-Content-Digest: ", "Location: /v2/app/x/"})
  void aRegistryThatStoredSomethingElseIsFoundOut(String header) throws Exception {
    try (var server = RawServer.start(r -> r.target().contains("/uploads/7")
            ? Reply.of(201, "", header + OTHER_DIGEST)
            : r.target().contains("manifests") ? Reply.of(201, "", header + OTHER_DIGEST) : upload(r, "7"));
        var registry = HttpRegistry.open(Kit.options())) {
      Kit.fails(Kind.INTEGRITY, () -> registry.pushBlob(Kit.app(server), Kit.BLOB, Kit.CONTENT::newInputStream));
      Kit.fails(Kind.INTEGRITY, () -> registry.pushManifest(Kit.app(server), Kit.MANIFEST));
      Kit.fails(
          Kind.INTEGRITY, () -> registry.pushTag(Kit.v1(server), Kit.MANIFEST, new Expected.Anything()));
    }
  }

  @Test
  void aManifestIsPutUnderItsDigestByteForByte() throws Exception {
    try (var server = RawServer.start(r -> Reply.of(201)); var registry = Kit.once()) {
      assertEquals(SubjectListing.BY_WRITER, registry.pushManifest(Kit.app(server), Kit.MANIFEST));
      Request put = server.requests().get(0);
      assertEquals("PUT /v2/app/manifests/" + Kit.MANIFEST.digest(), put.line());
      assertEquals(Kit.MANIFEST.bytes(), put.body());
      assertEquals(MediaType.OCI_MANIFEST.value(), put.header("Content-Type"));
    }
  }

  @Test
  void onlyTheRightSubjectHeaderSaysThatTheRegistryListsIt() throws Exception {
    for (String said : List.of("", "OCI-Subject: nonsense", "OCI-Subject: " + OTHER_DIGEST)) {
      try (var server = RawServer.start(r -> Reply.of(201, "", said.isEmpty() ? "X: y" : said));
          var registry = Kit.once()) {
        assertEquals(SubjectListing.BY_WRITER, registry.pushManifest(Kit.app(server), SIGNATURE), said);
      }
    }
    try (var server = RawServer.start(r -> Reply.of(201, "", "OCI-Subject: " + Kit.MANIFEST.digest()));
        var registry = Kit.once()) {
      assertEquals(SubjectListing.BY_REGISTRY, registry.pushManifest(Kit.app(server), SIGNATURE));
      assertEquals(SubjectListing.BY_WRITER, registry.pushManifest(Kit.app(server), Kit.MANIFEST));
    }
  }

  @Test
  void aTagIsPutUnderTheConditionThatItIsStillWhatWasRead() throws Exception {
    try (var server = RawServer.start(r -> r.method().equals("GET") ? Kit.manifest("ETag: \"one\"") : Reply.of(201));
        var registry = Kit.once()) {
      registry.resolve(Kit.v1(server));
      registry.pushTag(Kit.v1(server), Kit.MANIFEST, new Expected.Named(Kit.MANIFEST.digest()));
      assertEquals("PUT /v2/app/manifests/v1", server.lines().get(1));
      assertEquals("\"one\"", server.requests().get(1).header("If-Match"));
      // What was remembered is used up.
      registry.pushTag(Kit.v1(server), Kit.MANIFEST, new Expected.Named(Kit.MANIFEST.digest()));
      assertNull(server.requests().get(2).header("If-Match"));
    }
  }

  @Test
  void anEntityTagOfSomethingElseIsNoCondition() throws Exception {
    var etag = new AtomicReference<>("\"one\"");
    try (var server = RawServer.start(r -> r.method().equals("GET") ? Kit.manifest("ETag: " + etag) : Reply.of(201));
        var registry = Kit.once()) {
      registry.resolve(Kit.v1(server));
      registry.pushTag(Kit.v1(server), Kit.MANIFEST, new Expected.Named(Digest.sha256(Bytes.EMPTY)));
      registry.resolve(Kit.v1(server));
      registry.pushTag(Kit.v1(server), Kit.MANIFEST, new Expected.Anything());
      String endless = "\"" + "x".repeat(300) + "\"";
      for (String odd : List.of("W/\"weak\"", "unquoted", "\"\u00e9\"", endless, "\"a\", \"b\"")) {
        etag.set(odd);
        registry.resolve(Kit.v1(server));
        registry.pushTag(Kit.v1(server), Kit.MANIFEST, new Expected.Named(Kit.MANIFEST.digest()));
      }
      for (Request request : server.requests()) {
        assertNull(request.header("If-Match"));
        assertNull(request.header("If-None-Match"));
      }
    }
  }

  @Test
  void aTagThatMustNotExistIsPutUnderThatCondition() throws Exception {
    try (var server = RawServer.start(r -> Reply.of(201)); var registry = Kit.once()) {
      registry.pushTag(Kit.v1(server), Kit.MANIFEST, new Expected.Absent());
      assertEquals("*", server.requests().get(0).header("If-None-Match"));
    }
  }

  /** As ECR, Harbor and Quay say it. */
  @ParameterizedTest
  @CsvSource({
    "400, TAG_INVALID, The image tag 'v1' already exists and cannot be overwritten because the tag is immutable.",
    "412, PRECONDITION, Failed to process request due to 'app:v1' configured as immutable.",
    "403, TAG_IMMUTABLE, tag is protected",
  })
  void anImmutableTagIsExplained(int status, String code, String message) throws Exception {
    String body = "{\"errors\":[{\"code\":\"" + code + "\",\"message\":\"" + message + "\"}]}";
    try (RawServer server = RawServer.start(r -> Reply.of(status, body)); HttpRegistry registry = Kit.once()) {
      var failure = assertThrows(
          RegistryException.class,
          () -> registry.pushTag(Kit.v1(server), Kit.MANIFEST, new Expected.Anything()));
      assertTrue(failure.getMessage().contains("the tag is immutable there: choose another one"), failure.getMessage());
      assertEquals(1, server.requests().size());
    }
  }

  @Test
  void aTagThatSomebodyElseMovedIsAConflict() throws Exception {
    try (var server = RawServer.start(r -> Reply.of(412)); var registry = HttpRegistry.open(Kit.options())) {
      Kit.fails(Kind.CONFLICT, () -> registry.pushTag(Kit.v1(server), Kit.MANIFEST, new Expected.Absent()));
      assertEquals(1, server.requests().size());
    }
  }
}
