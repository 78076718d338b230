package dev.inkan.registry.attached;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.attached.AttachedWriter.BlobStore;
import dev.inkan.registry.attached.AttachedWriter.Clash;
import dev.inkan.registry.attached.AttachedWriter.Pause;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.Manifest;
import dev.inkan.registry.content.MediaType;
import dev.inkan.registry.content.RawManifest;
import dev.inkan.registry.memory.MemoryRegistry;
import dev.inkan.registry.reference.Reference.ByDigest;
import dev.inkan.registry.reference.Reference.ByTag;
import dev.inkan.registry.reference.Repository;
import dev.inkan.registry.testing.TestImages;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The whole manifest of a tag family from somewhere else, brought beside what is there. */
class FamilyBroughtTest {
  private static final Repository APP = new Repository("registry.test", "app");
  private static final MediaType NOTE = new MediaType("application/vnd.example.note");
  private static final BlobStore STORED = blobs -> {};

  private final MemoryRegistry registry = new MemoryRegistry();
  private final List<Integer> attempts = new ArrayList<>();
  private ByDigest image;
  private ByTag tag;

  @BeforeEach
  void anImage() throws Exception {
    image = new ByDigest(APP, TestImages.pushImage(registry, new ByTag(APP, "v1")).digest());
    tag = FamilyTag.of(image, "sig").orElseThrow();
  }

  private AttachedWriter writer() {
    return new AttachedWriter(registry, registry, attempts::add);
  }

  private RawManifest family(String... contents) throws Exception {
    Descriptor config = TestImages.pushBlob(registry, APP, MediaType.OCI_CONFIG, Bytes.utf8("{\"odd\":1}"));
    var layers = new ArrayList<Descriptor>();
    for (String content : contents) {
      layers.add(TestImages.pushBlob(registry, APP, NOTE, Bytes.utf8(content)));
    }
    return TestImages.manifest(config, layers, null, null, Map.of());
  }

  private List<Descriptor> layers() throws Exception {
    return ((Manifest.Image) registry.resolve(tag).parse()).layers();
  }

  private boolean bring(RawManifest manifest, Clash clash) throws RegistryException {
    return writer().bring(image, "sig", manifest, clash, STORED);
  }

  @ParameterizedTest
  @EnumSource(Clash.class)
  void whereThereIsNoneItArrivesByteForByte(Clash clash) throws Exception {
    RawManifest family = family("one", "two");
    assertTrue(bring(family, clash));
    assertEquals(family, registry.resolve(tag));
    assertFalse(bring(family, clash));
    assertEquals(family, registry.resolve(tag));
    assertTrue(attempts.isEmpty());
  }

  @Test
  void itsBlobsAreStoredBeforeItAndOnlyWhenItIsWritten() throws Exception {
    RawManifest family = family("one");
    var stored = new ArrayList<Descriptor>();
    BlobStore store = blobs -> {
      assertThrows(RegistryException.class, () -> registry.resolve(tag));
      stored.addAll(blobs);
    };
    writer().bring(image, "sig", family, Clash.JOIN, store);
    assertEquals(2, stored.size());
    writer().bring(image, "sig", family, Clash.JOIN, store);
    assertEquals(2, stored.size());
  }

  @Test
  void layersThatAnotherOneLacksAreAddedBehindItsOwn() throws Exception {
    RawManifest own = family("own", "both");
    RawManifest other = family("both", "new");
    bring(own, Clash.JOIN);
    assertTrue(bring(other, Clash.JOIN));
    var ownLayers = ((Manifest.Image) own.parse()).layers();
    var otherLayers = ((Manifest.Image) other.parse()).layers();
    assertEquals(List.of(ownLayers.get(0), ownLayers.get(1), otherLayers.get(1)), layers());
    assertFalse(bring(other, Clash.JOIN));
  }

  @Test
  void anotherOneGivesWayWhenToldTo() throws Exception {
    bring(family("own"), Clash.JOIN);
    RawManifest other = family("other");
    assertTrue(bring(other, Clash.REPLACE));
    assertEquals(other, registry.resolve(tag));
  }

  @Test
  void anotherOneIsLeftAloneWhenToldTo() throws Exception {
    RawManifest own = family("own");
    bring(own, Clash.JOIN);
    RawManifest other = family("other");
    RegistryException failure = assertThrows(RegistryException.class, () -> bring(other, Clash.REFUSE));
    assertEquals(Kind.REFUSED, failure.kind());
    assertEquals(own, registry.resolve(tag));
  }

  @Test
  void anIndexIsNoFamily() throws Exception {
    RawManifest index = TestImages.pushIndex(registry, new ByTag(APP, "all")).index();
    assertThrows(IllegalArgumentException.class, () -> bring(index, Clash.JOIN));
  }

  /** Where nobody else is expected nothing waits, until somebody was there after all. */
  @Test
  void nothingSettlesUntilAnAttemptHasLost() throws Exception {
    var settled = new ArrayList<Duration>();
    Pause pause = new Pause() {
      @Override
      public void afterAttempt(int attempt) {}

      @Override
      public void settle(Duration time) {
        settled.add(time);
      }
    };
    Pause until = pause.untilContended();
    until.settle(Duration.ofSeconds(1));
    assertTrue(settled.isEmpty());
    until.afterAttempt(1);
    until.settle(Duration.ofSeconds(2));
    assertEquals(List.of(Duration.ofSeconds(2)), settled);
  }
}
