package dev.inkan.registry.copy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.JsonText;
import dev.inkan.registry.content.JsonValue;
import dev.inkan.registry.content.JsonValue.JsonArray;
import dev.inkan.registry.content.JsonValue.JsonNumber;
import dev.inkan.registry.content.JsonValue.JsonObject;
import dev.inkan.registry.content.JsonValue.JsonString;
import dev.inkan.registry.content.MediaType;
import dev.inkan.registry.content.RawManifest;
import dev.inkan.registry.memory.MemoryRegistry;
import dev.inkan.registry.reference.Reference.ByTag;
import dev.inkan.registry.reference.Repository;
import dev.inkan.registry.testing.TestImages;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How far a copy follows what names something else. A graph of digests has no cycles, but any depth. */
class GraphBoundsTest {
  private static final Repository APP = new Repository("source.test", "app");
  private static final MediaType NOTE = new MediaType("application/vnd.example.note");

  private final MemoryRegistry source = new MemoryRegistry();

  private CopyPlan plan(RawManifest root) throws RegistryException {
    var destination = new MemoryRegistry();
    var copier = new Copier(source, destination, destination, Freight.OPTIONS, CopyListener.none());
    return copier.plan(new Origin(APP, null, root), new Target(new Repository("destination.test", "app"), "v1"));
  }

  private void assertTooLarge(RawManifest root) {
    assertEquals(Kind.TOO_LARGE, assertThrows(RegistryException.class, () -> plan(root)).kind());
  }

  @Test
  void anIndexNestedTooDeepFailsThePlan() throws Exception {
    RawManifest manifest = Freight.image(source, new ByTag(APP, "v1"));
    for (int level = 0; level < 8; level++) {
      var json = new LinkedHashMap<String, JsonValue>();
      json.put("schemaVersion", JsonNumber.of(2));
      json.put("mediaType", new JsonString(MediaType.OCI_INDEX.value()));
      json.put("manifests", new JsonArray(List.of(manifest.descriptor().json())));
      manifest = RawManifest.of(MediaType.OCI_INDEX, JsonText.compact(new JsonObject(json)));
      source.pushManifest(APP, manifest);
    }
    assertTooLarge(manifest);
  }

  /** registry.md 6 #37, CVE-2026-55588: each is signed, and so is the signature. */
  @Test
  void whatHangsTooDeepFailsThePlan() throws Exception {
    RawManifest image = Freight.image(source, new ByTag(APP, "v1"));
    RawManifest last = image;
    for (int level = 0; level < 8; level++) {
      plan(image);
      last = TestImages.artifact(
          source, APP, last.descriptor(), NOTE, Bytes.utf8("note " + level), Map.of());
      source.pushManifest(APP, last);
    }
    RawManifest tooDeep = TestImages.artifact(
        source, APP, last.descriptor(), NOTE, Bytes.utf8("too deep"), Map.of());
    source.pushManifest(APP, tooDeep);
    assertTooLarge(image);
  }
}
