package dev.inkan.registry.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.content.MediaType;
import dev.inkan.registry.content.RawManifest;
import dev.inkan.registry.reference.Reference.ByTag;
import dev.inkan.registry.server.RegistryServer.Options;
import dev.inkan.registry.server.Wire.Response;
import dev.inkan.registry.testing.TestImages;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Deletion of the protocol as any client sees it. What is gone then is the contract of the stores. */
class DeletionTest extends ServedTest {
  private static final MediaType NOTE = new MediaType("application/vnd.example.note+json");
  private static final String NOWHERE = Digest.sha256(Bytes.utf8("nowhere")).toString();
  private static final String APP = "/v2/team/app/";

  DeletionTest() {
    super("team/app");
  }

  private int delete(String path) throws Exception {
    return wire.send("DELETE", APP + path, Bytes.EMPTY).status();
  }

  @Test
  void aTagIsDeletedAndItsManifestStays() throws Exception {
    RawManifest image = TestImages.pushImage(content, new ByTag(app, "v1"));
    assertEquals(202, delete("manifests/v1"));
    assertEquals(404, wire.get(APP + "manifests/v1").status());
    assertEquals(200, wire.get(APP + "manifests/" + image.digest()).status());
    assertEquals(404, delete("manifests/v1"), "a second time");
  }

  @Test
  void aManifestIsDeletedWithItsTagsAndIsNoLongerAReferrer() throws Exception {
    RawManifest image = TestImages.pushImage(content, new ByTag(app, "v1"));
    RawManifest note =
        TestImages.artifact(content, app, image.descriptor(), NOTE, Bytes.utf8("{}"), Map.of());
    content.pushManifest(app, note);
    String referrers = APP + "referrers/" + image.digest();
    assertTrue(wire.get(referrers).text().contains(note.digest().toString()));
    assertEquals(202, delete("manifests/" + note.digest()));
    assertEquals("[]", wire.get(referrers).text().replaceFirst(".*\"manifests\":(.*)}", "$1"));
    assertEquals(202, delete("manifests/" + image.digest()));
    assertEquals(404, wire.get(APP + "manifests/v1").status());
  }

  @Test
  void aBlobIsDeleted() throws Exception {
    Descriptor blob = TestImages.pushBlob(content, app, NOTE, Bytes.utf8("hello"));
    assertEquals(202, delete("blobs/" + blob.digest()));
    assertEquals(404, wire.get(APP + "blobs/" + blob.digest()).status());
  }

  @Test
  void whatIsNotThereIsSaidInTheWordsOfTheProtocol() throws Exception {
    for (var path : Map.of("manifests/v1", "MANIFEST_UNKNOWN", "blobs/" + NOWHERE, "BLOB_UNKNOWN").entrySet()) {
      Response response = wire.send("DELETE", APP + path.getKey(), Bytes.EMPTY);
      assertEquals(404, response.status());
      assertTrue(response.text().contains(path.getValue()), response.text());
    }
    assertEquals(404, delete("manifests/" + NOWHERE));
  }

  @Test
  void aRegistryThatDoesNotDeleteSaysThatItDoesNot() throws Exception {
    restart(Options.serving(content).deleter(null));
    RawManifest image = TestImages.pushImage(content, new ByTag(app, "v1"));
    for (String path : List.of("manifests/v1", "manifests/" + image.digest(), "blobs/" + NOWHERE, "tags/list")) {
      assertEquals(405, delete(path), path);
    }
    assertEquals(200, wire.get(APP + "manifests/v1").status());
  }
}
