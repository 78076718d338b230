package dev.inkan.registry.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.content.MediaType;
import dev.inkan.registry.reference.Repository;
import dev.inkan.registry.server.RegistryServer.Options;
import dev.inkan.registry.server.Wire.Response;
import dev.inkan.registry.testing.TestImages;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The ways in which clients upload blobs: docker, skopeo, crane, oras and the specification. */
class UploadTest extends ServedTest {
  private static final MediaType ANY = new MediaType("application/octet-stream");
  private static final String UPLOADS = "/v2/app/blobs/uploads/";
  private static final Bytes TEXT = Bytes.utf8("0123456789");
  private static final Digest DIGEST = Digest.sha256(TEXT);

  UploadTest() {
    super("app");
  }

  @Override
  Options options() {
    return Options.serving(content).maxBlob(100_000);
  }

  private String begin() throws Exception {
    Response begun = wire.send("POST", UPLOADS, Bytes.EMPTY);
    assertEquals(202, begun.status(), begun.text());
    assertEquals("0-0", begun.header("Range"));
    return begun.header("Location");
  }

  private void assertStored() throws Exception {
    assertEquals(TEXT, content.readBlob(app, Descriptor.of(ANY, TEXT), 100));
  }

  private static void assertCreated(Response response) {
    assertEquals(201, response.status(), response.text());
    assertEquals("/v2/app/blobs/" + DIGEST, response.header("Location"));
    assertEquals(DIGEST.toString(), response.header("Docker-Content-Digest"));
  }

  @Test
  void inTwoRequests() throws Exception {
    assertCreated(wire.send("PUT", begin() + "?digest=" + DIGEST, TEXT));
    assertStored();
  }

  @Test
  void withTheDigestPercentEncoded() throws Exception {
    assertCreated(wire.send("PUT", begin() + "?digest=" + DIGEST.toString().replace(":", "%3A"), TEXT));
  }

  @Test
  void inOneRequest() throws Exception {
    assertCreated(wire.send("POST", UPLOADS + "?digest=" + DIGEST, TEXT));
    assertStored();
  }

  @Test
  void inOneStreamWithoutLengthOrRangeAsDockerDoes() throws Exception {
    String location = begin();
    Response patched = wire.sendChunked("PATCH", location, TEXT);
    assertEquals(202, patched.status(), patched.text());
    assertEquals("0-9", patched.header("Range"));
    assertCreated(wire.send("PUT", patched.header("Location") + "?digest=" + DIGEST, Bytes.EMPTY));
    assertStored();
  }

  @Test
  void inChunksThatSayWhereTheyBelong() throws Exception {
    String location = begin();
    Response first = wire.send("PATCH", location, Bytes.utf8("0123"), "Content-Range", "0-3");
    assertEquals(202, first.status());
    assertEquals("0-3", first.header("Range"));
    Response second = wire.send("PATCH", location, Bytes.utf8("4567"), "Content-Range", "4-7");
    assertEquals("0-7", second.header("Range"));
    assertCreated(wire.send(
        "PUT", location + "?digest=" + DIGEST, Bytes.utf8("89"), "Content-Range", "8-9"));
    assertStored();
  }

  @ParameterizedTest
  @CsvSource({"5-8, 416", "0-3, 416", "3-6, 416", "4-9, 400", "4-3, 400", "bytes 4-7, 400", "x, 400", "-1-2, 400"})
  void aChunkOutOfPlaceIsRefusedAndNothingIsLost(String range, int status) throws Exception {
    String location = begin();
    wire.send("PATCH", location, Bytes.utf8("0123"), "Content-Range", "0-3");
    assertEquals(status, wire.send("PATCH", location, Bytes.utf8("4567"), "Content-Range", range).status());
    assertEquals("0-3", wire.get(location).header("Range"));
    assertCreated(wire.send("PUT", location + "?digest=" + DIGEST, Bytes.utf8("456789")));
  }

  @Test
  void anUploadTellsHowFarItIs() throws Exception {
    String location = begin();
    wire.send("PATCH", location, Bytes.utf8("0123"));
    Response status = wire.get(location);
    assertEquals(204, status.status());
    assertEquals("0-3", status.header("Range"));
    assertEquals(location, status.header("Location"));
  }

  @Test
  void anUploadCanBeGivenUp() throws Exception {
    String location = begin();
    assertEquals(204, wire.send("DELETE", location, Bytes.EMPTY).status());
    assertEquals(404, wire.get(location).status());
    assertEquals(404, wire.send("PUT", location + "?digest=" + DIGEST, TEXT).status());
  }

  @Test
  void anUploadIsOverWhenItIsDone() throws Exception {
    String location = begin();
    wire.send("PUT", location + "?digest=" + DIGEST, TEXT);
    assertEquals(404, wire.get(location).status());
  }

  @Test
  void anUploadBelongsToItsRepository() throws Exception {
    assertEquals(404, wire.get(begin().replace("/app/", "/other/")).status());
    assertEquals(404, wire.get(UPLOADS + "nonsense").status());
  }

  /** A001: nothing is stored under a digest that is not its own, even one that is there already. */
  @Test
  void bytesOfAnotherDigestAreRefused() throws Exception {
    for (int i = 0; i < 2; i++) {
      Response refused = wire.send("PUT", begin() + "?digest=" + DIGEST, Bytes.utf8("9876543210"));
      assertEquals(400, refused.status());
      assertTrue(refused.text().contains("DIGEST_INVALID"), refused.text());
      TestImages.pushBlob(content, app, ANY, TEXT);
    }
  }

  @Test
  void withoutADigestNothingIsFinished() throws Exception {
    String blake3 = "?digest=blake3:" + "0".repeat(64);
    for (String query : List.of("", "?digest=", "?digest=sha256:abc", "?digest=md5:abc", blake3)) {
      assertEquals(400, wire.send("PUT", begin() + query, TEXT).status(), query);
    }
  }

  @Test
  void aSha512BlobIsStoredUnderThatDigest() throws Exception {
    Digest sha512 = Digest.parse("sha512:bb96c2fc40d2d54617d6f276febe571f623a8dadf0b734855299b0e107fda32c"
        + "f6b69f2da32b36445d73690b93cbd0f7bfc20e0f7f28553d2a4428f23b716e90");
    assertEquals(201, wire.send("PUT", begin() + "?digest=" + sha512, TEXT).status());
    assertEquals(10, content.describeBlob(app, sha512).size());
  }

  /** A022, A045: a bound on what is taken in, whatever was announced. */
  @Test
  void aBlobBeyondTheBoundIsRefused() throws Exception {
    Bytes large = Bytes.of(new byte[100_001]);
    assertEquals(413, wire.send("PATCH", begin(), large).status());
    String location = begin();
    assertEquals(413, wire.sendChunked("PATCH", location, large).status());
    assertEquals("0-0", wire.get(location).header("Range"));
    assertEquals(202, wire.send("PATCH", location, Bytes.of(new byte[60_000])).status());
    assertEquals(413, wire.send("PATCH", location, Bytes.of(new byte[60_000])).status());
    assertEquals("0-59999", wire.get(location).header("Range"));
  }

  @Test
  void aBlobIsMountedFromAnotherRepository() throws Exception {
    TestImages.pushBlob(content, new Repository(server.host(), "base"), ANY, TEXT);
    assertCreated(wire.send("POST", UPLOADS + "?mount=" + DIGEST + "&from=base", Bytes.EMPTY));
    assertStored();
  }

  @Test
  void aBlobThatIsHereAlreadyNeedsNoUpload() throws Exception {
    TestImages.pushBlob(content, app, ANY, TEXT);
    assertCreated(wire.send("POST", UPLOADS + "?mount=" + DIGEST, Bytes.EMPTY));
  }

  @Test
  void whatCannotBeMountedIsUploaded() throws Exception {
    Response begun = wire.send("POST", UPLOADS + "?mount=" + DIGEST + "&from=nobody", Bytes.EMPTY);
    assertEquals(202, begun.status());
    assertCreated(wire.send("PUT", begun.header("Location") + "?digest=" + DIGEST, TEXT));
    assertEquals(400, wire.send("POST", UPLOADS + "?mount=nonsense", Bytes.EMPTY).status());
    assertEquals(400, wire.send("POST", UPLOADS + "?mount=" + DIGEST + "&from=No/Body", Bytes.EMPTY).status());
  }

  /** Abandoned uploads give way to new ones, so that nobody can fill the disk by beginning. */
  @Test
  void onlySoManyUploadsStayOpen() throws Exception {
    String first = begin();
    String second = begin();
    for (int i = 0; i < 63; i++) {
      begin();
    }
    assertEquals(404, wire.get(first).status());
    assertEquals(204, wire.get(second).status());
    begin();
    assertEquals(204, wire.get(second).status(), "it was used since");
  }

  /** A cleaner of temporary files may sweep the server's folder away under it. */
  @Test
  void aServerOutlivesTheLossOfItsTemporaryFolder() throws Exception {
    var sessions = new UploadSessions();
    Path folder = sessions.begin(app).file().getParent();
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
    UploadSession next = sessions.begin(app);
    next.append(TEXT.newInputStream(), 10, 10);
    assertTrue(next.matches(DIGEST));
    sessions.close();
    assertFalse(Files.exists(next.file().getParent()));
  }

  @Test
  void anIdleServerHasNoTemporaryFolder() throws Exception {
    var sessions = new UploadSessions();
    UploadSession one = sessions.begin(app);
    UploadSession two = sessions.begin(app);
    sessions.end(one);
    assertTrue(Files.exists(two.file()));
    sessions.end(two);
    assertFalse(Files.exists(two.file().getParent()));
    sessions.end(sessions.begin(app));
  }

  @Test
  void aClosedServerLeavesNothingBehindAndBeginsNothing() throws Exception {
    var sessions = new UploadSessions();
    UploadSession session = sessions.begin(app);
    sessions.close();
    assertFalse(Files.exists(session.file().getParent()));
    assertThrows(NoSuchFileException.class, () -> session.append(TEXT.newInputStream(), 10, 10));
    assertFalse(Files.exists(session.file()));
    assertEquals(503, assertThrows(Refusal.class, () -> sessions.begin(app)).status());
  }

  @Test
  void everyUploadHasAnAddressOfItsOwn() throws Exception {
    assertNotEquals(begin(), begin());
  }

  @Test
  void onlyPostBegins() throws Exception {
    assertEquals(405, wire.get(UPLOADS).status());
    assertEquals(405, wire.send("POST", begin(), Bytes.EMPTY).status());
  }
}
