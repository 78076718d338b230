package dev.inkan.registry.snapshot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.inkan.registry.Referrers;
import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.MediaType;
import dev.inkan.registry.content.RawManifest;
import dev.inkan.registry.memory.MemoryRegistry;
import dev.inkan.registry.reference.Reference.ByDigest;
import dev.inkan.registry.reference.Reference.ByTag;
import dev.inkan.registry.reference.Repository;
import dev.inkan.registry.testing.ScriptedReader;
import dev.inkan.registry.testing.TestImages;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** gates.md 5, step 3: what is copied is what was decided about. */
class SnapshotReaderTest {
  private static final Repository APP = new Repository("registry.test", "app");
  private static final ByTag TAG = new ByTag(APP, "v1");
  private static final MediaType NOTE = new MediaType("application/vnd.example.note");

  private final MemoryRegistry registry = new MemoryRegistry();
  private final SnapshotReader snapshot = new SnapshotReader(registry);

  @Test
  void aTagThatMovesStaysWhereItWasRead() throws Exception {
    RawManifest first = TestImages.pushImage(registry, TAG, "first");
    assertEquals(first, snapshot.resolve(TAG));
    TestImages.pushImage(registry, TAG, "second");
    assertEquals(first, snapshot.resolve(TAG));
    assertEquals(first, snapshot.manifest(new ByDigest(APP, first.digest())));
  }

  @Test
  void aListingStaysAsItWasRead() throws Exception {
    RawManifest image = TestImages.pushImage(registry, TAG);
    var subject = new ByDigest(APP, image.digest());
    assertEquals(new Referrers.Listed(List.of()), snapshot.referrers(subject));
    List<String> tags = snapshot.tags(APP);
    registry.pushManifest(
        APP, TestImages.artifact(registry, APP, image.descriptor(), NOTE, Bytes.utf8("late"), Map.of()));
    TestImages.pushImage(registry, new ByTag(APP, "v2"));
    assertEquals(new Referrers.Listed(List.of()), snapshot.referrers(subject));
    assertEquals(tags, snapshot.tags(APP));
  }

  @Test
  void thatThereIsNothingIsAnAnswerAndAFailureIsNot() throws Exception {
    assertEquals(Kind.NOT_FOUND, failure(TAG).kind());
    TestImages.pushImage(registry, TAG);
    assertEquals(Kind.NOT_FOUND, failure(TAG).kind(), "the view does not change");

    var reader = new ScriptedReader(registry);
    var other = new SnapshotReader(reader);
    var digest = new ByDigest(APP, registry.resolve(TAG).digest());
    reader.failManifest(Kind.UNAVAILABLE);
    for (int i = 1; i <= 2; i++) {
      assertThrows(RegistryException.class, () -> other.manifest(digest));
      assertEquals(i, reader.manifestReads());
    }
    reader.failManifest(Kind.NOT_FOUND);
    for (int i = 1; i <= 2; i++) {
      assertThrows(RegistryException.class, () -> other.manifest(digest));
      assertEquals(3, reader.manifestReads());
    }
  }

  private RegistryException failure(ByTag tag) {
    return assertThrows(RegistryException.class, () -> snapshot.resolve(tag));
  }

  @Test
  void aBlobThatWasReadWholeIsStreamedFromMemoryAndABoundStillHolds() throws Exception {
    Bytes content = Bytes.utf8("payload");
    Descriptor blob = Descriptor.of(NOTE, content);
    registry.pushBlob(APP, blob, content::newInputStream);
    assertEquals(content, snapshot.readBlob(APP, blob, 100));
    assertArrayEquals(content.toByteArray(), snapshot.blob(APP, blob).readAllBytes());
    assertEquals(
        Kind.TOO_LARGE,
        assertThrows(RegistryException.class, () -> snapshot.readBlob(APP, blob, 3)).kind());
    var other = new Repository("registry.test", "other");
    assertThrows(RegistryException.class, () -> snapshot.readBlob(other, blob, 100));
  }
}
