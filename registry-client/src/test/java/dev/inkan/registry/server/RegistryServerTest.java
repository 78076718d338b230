package dev.inkan.registry.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inkan.registry.RegistryWriter.SubjectListing;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.content.Manifest;
import dev.inkan.registry.content.MediaType;
import dev.inkan.registry.content.RawManifest;
import dev.inkan.registry.content.StrictJson;
import dev.inkan.registry.memory.Lack;
import dev.inkan.registry.memory.MemoryRegistry;
import dev.inkan.registry.reference.Reference.ByDigest;
import dev.inkan.registry.reference.Reference.ByTag;
import dev.inkan.registry.server.RegistryServer.LoggedRequest;
import dev.inkan.registry.server.RegistryServer.Options;
import dev.inkan.registry.server.Wire.Response;
import dev.inkan.registry.testing.TestImages;
import java.io.IOException;
import java.net.ConnectException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pull, tags and referrers of the protocol as any client sees them. Uploads have a test of their own. */
class RegistryServerTest extends ServedTest {
  private static final MediaType NOTE = new MediaType("application/vnd.example.note+json");
  private static final String NOWHERE = Digest.sha256(Bytes.utf8("nowhere")).toString();

  RegistryServerTest() {
    super("team/app");
  }

  private RawManifest image(String tag) throws IOException {
    return TestImages.pushImage(content, new ByTag(app, tag));
  }

  private RawManifest hang(Descriptor subject, MediaType type, String text) throws IOException {
    RawManifest artifact =
        TestImages.artifact(content, app, subject, type, Bytes.utf8(text), Map.of("text", text));
    assertEquals(SubjectListing.BY_REGISTRY, content.pushManifest(app, artifact));
    return artifact;
  }

  private static void assertError(int status, String code, Response response) throws Exception {
    assertEquals(status, response.status(), response.text());
    assertEquals("application/json", response.header("Content-Type"));
    var errors = StrictJson.parseObject(response.body(), "errors").array("errors");
    assertEquals(code, errors.getFirst().asObject("error").string("code"));
  }

  @Test
  void itListensOnLoopbackUnlessToldOtherwise() {
    assertEquals("127.0.0.1", server.uri().getHost());
    assertEquals("http://" + server.host(), server.uri().toString());
  }

  @Test
  void itSaysThatItSpeaksTheProtocol() throws Exception {
    Response pong = wire.get("/v2/");
    assertEquals(200, pong.status());
    assertEquals("registry/2.0", pong.header("Docker-Distribution-API-Version"));
    assertEquals(200, wire.get("/v2").status());
    assertError(405, "UNSUPPORTED", wire.send("PUT", "/v2/", Bytes.EMPTY));
  }

  @Test
  void aManifestIsServedByTagAndByDigestAsItWasPushed() throws Exception {
    RawManifest image = image("v1");
    for (String reference : List.of("v1", image.digest().toString())) {
      Response got = wire.get("/v2/team/app/manifests/" + reference);
      assertEquals(200, got.status());
      assertEquals(image.bytes(), got.body());
      assertEquals(image.mediaType().value(), got.header("Content-Type"));
      assertEquals(image.digest().toString(), got.header("Docker-Content-Digest"));
      assertEquals('"' + image.digest().toString() + '"', got.header("ETag"));
    }
  }

  @Test
  void headSaysWhatGetWouldSay() throws Exception {
    RawManifest image = image("v1");
    String layer = ((Manifest.Image) image.parse()).layers().getFirst().digest().toString();
    for (String path : List.of(
        "manifests/v1", "manifests/" + image.digest(), "blobs/" + layer, "tags/list", "referrers/" + NOWHERE)) {
      Response got = wire.get("/v2/team/app/" + path);
      Response head = wire.head("/v2/team/app/" + path);
      assertEquals(200, head.status(), path);
      assertEquals(comparable(got), comparable(head), path);
      assertEquals(Bytes.EMPTY, head.body());
    }
    assertEquals(404, wire.head("/v2/team/app/manifests/nowhere").status());
  }

  private static Map<String, List<String>> comparable(Response response) {
    var headers = new TreeMap<>(response.headers().map());
    headers.remove("date");
    return headers;
  }

  @Test
  void whatIsNotThereIsNotFoundUnderItsOwnCode() throws Exception {
    assertError(404, "MANIFEST_UNKNOWN", wire.get("/v2/team/app/manifests/v1"));
    assertError(404, "MANIFEST_UNKNOWN", wire.get("/v2/team/app/manifests/" + NOWHERE));
    assertError(404, "BLOB_UNKNOWN", wire.get("/v2/team/app/blobs/" + NOWHERE));
    assertError(404, "NAME_UNKNOWN", wire.get("/v2/team/app/tags/list"));
  }

  @ParameterizedTest
  @CsvSource({
    "/v2/Team/app/manifests/v1, 400, NAME_INVALID",
    "/v2/a//b/manifests/v1, 400, NAME_INVALID",
    "/v2/a/../b/manifests/v1, 400, NAME_INVALID",
    "/v2/a/%2e%2e/b/manifests/v1, 400, NAME_INVALID",
    "/v2/team/app/manifests/.v1, 400, TAG_INVALID",
    "/v2/team/app/manifests/, 400, TAG_INVALID",
    "/v2/team/app/manifests/sha256:abc, 400, DIGEST_INVALID",
    "/v2/team/app/manifests/md5:abc, 400, DIGEST_INVALID",
    "/v2/team/app/blobs/abc, 400, DIGEST_INVALID",
    "/v2/team/app/blobs/sha256:..%2f..%2fetc, 404, UNSUPPORTED",
    "/v2/team/app/referrers/abc, 400, DIGEST_INVALID",
    "/v2/team/app/tags/lost, 404, UNSUPPORTED",
    "/v2/_catalog, 404, UNSUPPORTED",
    "/v1/team/app/manifests/v1, 404, UNSUPPORTED",
    "/, 404, UNSUPPORTED",
    "/v2/team/app/tags/list?n=x, 400, UNSUPPORTED",
    "/v2/team/app/tags/list?n=-1, 400, UNSUPPORTED",
    "/v2/team/app/tags/list?n=99999999999999999999, 400, UNSUPPORTED",
  })
  void whatIsNotOfTheGrammarIsRefused(String path, int status, String code) throws Exception {
    image("v1");
    assertError(status, code, wire.get(path));
  }

  @Test
  void aManifestIsPushedByTagAndByDigest() throws Exception {
    RawManifest image = image("v1");
    for (String reference : List.of("v2", image.digest().toString())) {
      Response put = wire.send(
          "PUT", "/v2/team/app/manifests/" + reference, image.bytes(), "Content-Type", image.mediaType().value());
      assertEquals(201, put.status(), put.text());
      assertEquals("/v2/team/app/manifests/" + image.digest(), put.header("Location"));
      assertEquals(image.digest().toString(), put.header("Docker-Content-Digest"));
      assertEquals("(none)", put.header("OCI-Subject"));
    }
    assertEquals(image, content.resolve(new ByTag(app, "v2")));
  }

  @Test
  void aManifestIsKeptUnderTheDigestItIsPushedBy() throws Exception {
    RawManifest image = image("v1");
    String hex = HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-512").digest(image.bytes().toByteArray()));
    var sha512 = new Digest("sha512", hex);
    Response put = wire.send(
        "PUT", "/v2/team/app/manifests/" + sha512, image.bytes(), "Content-Type", image.mediaType().value());
    assertEquals(201, put.status());
    assertEquals(sha512.toString(), put.header("Docker-Content-Digest"));
    assertEquals(image.bytes(), content.manifest(new ByDigest(app, sha512)).bytes());
  }

  @Test
  void aManifestThatCannotBeTakenIsRefusedWithTheReason() throws Exception {
    RawManifest image = image("v1");
    String type = image.mediaType().value();
    String byTag = "/v2/team/app/manifests/v2";
    assertError(400, "MANIFEST_INVALID", wire.send("PUT", byTag, image.bytes()));
    assertError(400, "MANIFEST_INVALID", wire.send("PUT", byTag, image.bytes(), "Content-Type", "nonsense"));
    assertError(
        400,
        "MANIFEST_INVALID",
        wire.send("PUT", byTag, image.bytes(), "Content-Type", MediaType.OCI_INDEX.value()));
    assertError(400, "MANIFEST_INVALID", wire.send("PUT", byTag, Bytes.utf8("{"), "Content-Type", type));
    assertError(413, "SIZE_INVALID", wire.send("PUT", byTag, Bytes.of(new byte[4_194_305]), "Content-Type", type));
    assertError(
        400,
        "DIGEST_INVALID",
        wire.send("PUT", "/v2/team/app/manifests/" + NOWHERE, image.bytes(), "Content-Type", type));
    assertError(
        400, "MANIFEST_BLOB_UNKNOWN", wire.send("PUT", "/v2/other/manifests/v1", image.bytes(), "Content-Type", type));
    assertEquals(List.of("v1"), content.tags(app));
  }

  /** A045: the bound is the server's own, whatever its store would take. */
  @Test
  void aManifestHasAtMostFourMebibytes() throws Exception {
    restart(Options.serving(MemoryRegistry.without(Lack.CONTENT_CHECKS)));
    String path = "/v2/team/app/manifests/v1";
    assertEquals(201, wire.send("PUT", path, Bytes.of(new byte[4_194_304]), "Content-Type", "a/b").status());
    assertError(413, "SIZE_INVALID", wire.send("PUT", path, Bytes.of(new byte[4_194_305]), "Content-Type", "a/b"));
  }

  /** A003, A026: writers find out that somebody else was faster. */
  @Test
  void aTagIsWrittenOnlyAsTheConditionSays() throws Exception {
    RawManifest one = image("one");
    RawManifest two = image("two");
    String type = one.mediaType().value();
    String path = "/v2/team/app/manifests/new";
    String etagOne = '"' + one.digest().toString() + '"';
    String etagTwo = '"' + two.digest().toString() + '"';
    assertError(412, "DENIED", wire.send("PUT", path, one.bytes(), "Content-Type", type, "If-Match", etagOne));
    assertError(412, "DENIED", wire.send("PUT", path, one.bytes(), "Content-Type", type, "If-Match", "*"));
    Response created = wire.send("PUT", path, one.bytes(), "Content-Type", type, "If-None-Match", "*");
    assertEquals(201, created.status());
    assertEquals(etagOne, created.header("ETag"));
    assertError(412, "DENIED", wire.send("PUT", path, two.bytes(), "Content-Type", type, "If-None-Match", "*"));
    assertError(412, "DENIED", wire.send("PUT", path, two.bytes(), "Content-Type", type, "If-None-Match", etagOne));
    assertError(412, "DENIED", wire.send("PUT", path, two.bytes(), "Content-Type", type, "If-Match", etagTwo));
    assertEquals(one, content.resolve(new ByTag(app, "new")));
    assertEquals(
        201, wire.send("PUT", path, two.bytes(), "Content-Type", type, "If-Match", "\"x\", " + etagOne).status());
    assertEquals(two, content.resolve(new ByTag(app, "new")));
  }

  @Test
  void whatTheClientHasIsNotSentAgain() throws Exception {
    RawManifest image = image("v1");
    String etag = '"' + image.digest().toString() + '"';
    Response same = wire.get("/v2/team/app/manifests/v1", "If-None-Match", etag);
    assertEquals(304, same.status());
    assertEquals(etag, same.header("ETag"));
    assertEquals(Bytes.EMPTY, same.body());
    assertEquals(200, wire.get("/v2/team/app/manifests/v1", "If-None-Match", "\"other\"").status());
    Descriptor blob = TestImages.pushBlob(content, app, NOTE, Bytes.utf8("0123456789"));
    assertEquals(
        304, wire.get("/v2/team/app/blobs/" + blob.digest(), "If-None-Match", "\"" + blob.digest() + "\"").status());
  }

  @Test
  void aBlobIsServedWhole() throws Exception {
    Bytes text = Bytes.of(new byte[200_000]);
    Descriptor blob = TestImages.pushBlob(content, app, NOTE, text);
    Response got = wire.get("/v2/team/app/blobs/" + blob.digest());
    assertEquals(200, got.status());
    assertEquals(text, got.body());
    assertEquals("application/octet-stream", got.header("Content-Type"));
    assertEquals(blob.digest().toString(), got.header("Docker-Content-Digest"));
    Descriptor empty = TestImages.pushBlob(content, app, NOTE, Bytes.EMPTY);
    assertEquals(Bytes.EMPTY, wire.get("/v2/team/app/blobs/" + empty.digest()).body());
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=0-0, 0, bytes 0-0/10",
    "bytes=3-5, 345, bytes 3-5/10",
    "bytes=7-, 789, bytes 7-9/10",
    "bytes=7-99, 789, bytes 7-9/10",
    "bytes=-2, 89, bytes 8-9/10",
    "bytes=-99, 0123456789, bytes 0-9/10",
  })
  void aBlobIsServedInPart(String range, String text, String contentRange) throws Exception {
    Descriptor blob = TestImages.pushBlob(content, app, NOTE, Bytes.utf8("0123456789"));
    Response got = wire.get("/v2/team/app/blobs/" + blob.digest(), "Range", range);
    assertEquals(206, got.status());
    assertEquals(text, got.text());
    assertEquals(contentRange, got.header("Content-Range"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=0-1,3-4", "lines=0-1", "bytes=5-3", "bytes=-", "bytes=a-b", "0-1"})
  void aRangeThatIsNotUnderstoodIsIgnored(String range) throws Exception {
    Descriptor blob = TestImages.pushBlob(content, app, NOTE, Bytes.utf8("0123456789"));
    Response got = wire.get("/v2/team/app/blobs/" + blob.digest(), "Range", range);
    assertEquals(200, got.status());
    assertEquals("0123456789", got.text());
  }

  @Test
  void aRangeBeyondTheBlobIsRefused() throws Exception {
    Descriptor blob = TestImages.pushBlob(content, app, NOTE, Bytes.utf8("0123456789"));
    for (String range : List.of("bytes=10-", "bytes=99-100", "bytes=-0")) {
      assertError(416, "RANGE_INVALID", wire.get("/v2/team/app/blobs/" + blob.digest(), "Range", range));
    }
  }

  @Test
  void aRangeOfSomethingElseByNowIsServedWhole() throws Exception {
    Descriptor blob = TestImages.pushBlob(content, app, NOTE, Bytes.utf8("0123456789"));
    String path = "/v2/team/app/blobs/" + blob.digest();
    assertEquals(200, wire.get(path, "Range", "bytes=1-2", "If-Range", "\"other\"").status());
    assertEquals(206, wire.get(path, "Range", "bytes=1-2", "If-Range", "\"" + blob.digest() + "\"").status());
  }

  @Test
  void tagsComePageByPage() throws Exception {
    for (String tag : List.of("c", "a", "e", "b", "d")) {
      image(tag);
    }
    assertEquals(
        "{\"name\":\"team/app\",\"tags\":[\"a\",\"b\",\"c\",\"d\",\"e\"]}", wire.get("/v2/team/app/tags/list").text());
    Response first = wire.get("/v2/team/app/tags/list?n=2");
    assertEquals("{\"name\":\"team/app\",\"tags\":[\"a\",\"b\"]}", first.text());
    assertEquals("</v2/team/app/tags/list?n=2&last=b>; rel=\"next\"", first.header("Link"));
    Response last = wire.get("/v2/team/app/tags/list?n=3&last=b");
    assertEquals("{\"name\":\"team/app\",\"tags\":[\"c\",\"d\",\"e\"]}", last.text());
    assertEquals("(none)", last.header("Link"));
    assertEquals("{\"name\":\"team/app\",\"tags\":[\"d\",\"e\"]}", wire.get("/v2/team/app/tags/list?last=cc").text());
    assertEquals("{\"name\":\"team/app\",\"tags\":[]}", wire.get("/v2/team/app/tags/list?n=0").text());
    assertEquals("{\"name\":\"team/app\",\"tags\":[]}", wire.get("/v2/team/app/tags/list?last=z").text());
  }

  @Test
  void whatHangsOnADigestIsListedAndSaidAtThePush() throws Exception {
    RawManifest image = image("v1");
    RawManifest artifact =
        TestImages.artifact(content, app, image.descriptor(), NOTE, Bytes.utf8("a"), Map.of("k", "v"));
    Response put = wire.send(
        "PUT",
        "/v2/team/app/manifests/" + artifact.digest(),
        artifact.bytes(),
        "Content-Type",
        artifact.mediaType().value());
    assertEquals(image.digest().toString(), put.header("OCI-Subject"));
    Response listed = wire.get("/v2/team/app/referrers/" + image.digest());
    assertEquals(200, listed.status());
    assertEquals(MediaType.OCI_INDEX.value(), listed.header("Content-Type"));
    assertEquals(
        "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.index.v1+json\",\"manifests\":[{"
            + "\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"digest\":\"" + artifact.digest()
            + "\",\"size\":" + artifact.bytes().size()
            + ",\"artifactType\":\"application/vnd.example.note+json\",\"annotations\":{\"k\":\"v\"}}]}",
        listed.text());
    assertEquals("(none)", listed.header("OCI-Filters-Applied"));
    assertEquals(200, wire.get("/v2/nobody/referrers/" + NOWHERE).status(), "unknown: nothing hangs there");
  }

  /** registry.md 6 #40: what is filtered says so. */
  @Test
  void referrersAreFilteredByTypeOnRequest() throws Exception {
    RawManifest image = image("v1");
    RawManifest note = hang(image.descriptor(), NOTE, "a");
    hang(image.descriptor(), new MediaType("application/vnd.example.other"), "b");
    for (String type : List.of("application/vnd.example.note+json", "application/vnd.example.note%2Bjson")) {
      Response listed = wire.get("/v2/team/app/referrers/" + image.digest() + "?artifactType=" + type);
      assertEquals("artifactType", listed.header("OCI-Filters-Applied"));
      assertEquals(List.of(note.digest()), digests(listed));
    }
    assertEquals(
        List.of(), digests(wire.get("/v2/team/app/referrers/" + image.digest() + "?artifactType=text/plain")));
  }

  private static List<Digest> digests(Response listed) throws Exception {
    var raw = RawManifest.of(MediaType.OCI_INDEX, listed.body());
    return ((Manifest.Index) raw.parse()).manifests().stream().map(Descriptor::digest).toList();
  }

  @Test
  void manyReferrersComePageByPageWithTheirFilter() throws Exception {
    restart(Options.serving(content).pageSize(2));
    RawManifest image = image("v1");
    var all = new ArrayList<Digest>();
    for (String text : List.of("1", "2", "3", "4", "5")) {
      all.add(hang(image.descriptor(), NOTE, text).digest());
    }
    var paged = new ArrayList<Digest>();
    String next = "/v2/team/app/referrers/" + image.digest() + "?artifactType=application/vnd.example.note%2Bjson";
    int pages = 0;
    while (!next.isEmpty()) {
      Response page = wire.get(next);
      paged.addAll(digests(page));
      String link = page.header("Link");
      next = link.startsWith("<") ? link.substring(1, link.indexOf('>')) : "";
      pages++;
    }
    assertEquals(all, paged);
    assertEquals(3, pages);
  }

  @Test
  void withoutTheReferrersApiNothingIsSaidOfIt() throws Exception {
    restart(Options.serving(content).referrersApi(false));
    RawManifest image = image("v1");
    RawManifest artifact = hang(image.descriptor(), NOTE, "a");
    assertError(404, "UNSUPPORTED", wire.get("/v2/team/app/referrers/" + image.digest()));
    Response put = wire.send(
        "PUT", "/v2/team/app/manifests/a", artifact.bytes(), "Content-Type", artifact.mediaType().value());
    assertEquals(201, put.status());
    assertEquals("(none)", put.header("OCI-Subject"));
  }

  @Test
  void theLogHasWhatWasAskedAndHowItWasAnswered() throws Exception {
    image("v1");
    wire.get("/v2/");
    wire.head("/v2/team/app/manifests/v1");
    wire.get("/v2/team/app/tags/list?n=0");
    wire.get("/v2/team/app/manifests/nowhere");
    assertEquals(
        List.of(
            new LoggedRequest("GET", "/v2/", 200),
            new LoggedRequest("HEAD", "/v2/team/app/manifests/v1", 200),
            new LoggedRequest("GET", "/v2/team/app/tags/list?n=0", 200),
            new LoggedRequest("GET", "/v2/team/app/manifests/nowhere", 404)),
        server.requests());
    server.clearRequests();
    assertEquals(List.of(), server.requests());
  }

  @Test
  void theLogIsBounded() throws Exception {
    restart(Options.serving(content).loggedRequests(2));
    for (int i = 0; i < 5; i++) {
      wire.get("/v2/?n=" + i);
    }
    assertEquals(
        List.of(new LoggedRequest("GET", "/v2/?n=3", 200), new LoggedRequest("GET", "/v2/?n=4", 200)),
        server.requests());
    restart(Options.serving(content).loggedRequests(0));
    assertEquals(200, wire.get("/v2/").status());
    assertEquals(List.of(), server.requests());
  }

  @Test
  void aClosedServerIsGone() throws Exception {
    server.close();
    assertThrows(ConnectException.class, () -> wire.get("/v2/"));
  }

  @Test
  void boundsAreSane() throws IOException {
    assertThrows(IllegalArgumentException.class, () -> Options.serving(content).pageSize(0));
    assertThrows(IllegalArgumentException.class, () -> Options.serving(content).maxBlob(0));
    assertThrows(IllegalArgumentException.class, () -> Options.serving(content).loggedRequests(-1));
    try (var other = RegistryServer.start(Options.serving(content))) {
      assertTrue(other.host().startsWith("127.0.0.1:"), other::host);
    }
  }
}
