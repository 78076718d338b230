package dev.inkan.registry.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inkan.registry.Referrers;
import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.RegistryWriter.Expected;
import dev.inkan.registry.RegistryWriter.SubjectListing;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.content.MediaType;
import dev.inkan.registry.content.RawManifest;
import dev.inkan.registry.reference.Reference.ByDigest;
import dev.inkan.registry.reference.Reference.ByTag;
import dev.inkan.registry.reference.Repository;
import dev.inkan.registry.testing.TestImages;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class MemoryRegistryTest {
  private static final Repository APP = new Repository("registry.test", "app");
  private static final Repository OTHER = new Repository("registry.test", "other");
  private static final MediaType TYPE = new MediaType("application/vnd.example.note");
  private static final Descriptor NOWHERE = Descriptor.of(TYPE, Bytes.utf8("nowhere"));

  private final MemoryRegistry registry = new MemoryRegistry();

  private static ByTag tag(String tag) {
    return new ByTag(APP, tag);
  }

  private static void assertFails(Kind kind, Executable call) {
    assertEquals(kind, assertThrows(RegistryException.class, call).kind());
  }

  @Test
  void whatWasPushedIsReadBackByteForByte() throws Exception {
    RawManifest image = TestImages.pushImage(registry, tag("v1"));
    assertEquals(image, registry.resolve(tag("v1")));
    assertEquals(image, registry.manifest(new ByDigest(APP, image.digest())));
    Bytes blob = Bytes.utf8("hello");
    Descriptor descriptor = TestImages.pushBlob(registry, APP, TYPE, blob);
    assertEquals(blob, registry.readBlob(APP, descriptor, 5));
    assertEquals(5, registry.describeBlob(APP, descriptor.digest()).size());
    assertTrue(registry.hasBlob(APP, descriptor));
  }

  @Test
  void everyRepositoryIsItsOwn() throws Exception {
    RawManifest image = TestImages.pushImage(registry, tag("v1"));
    Descriptor blob = TestImages.pushBlob(registry, APP, TYPE, Bytes.utf8("hello"));
    assertFails(Kind.NOT_FOUND, () -> registry.resolve(new ByTag(OTHER, "v1")));
    assertFails(Kind.NOT_FOUND, () -> registry.manifest(new ByDigest(OTHER, image.digest())));
    assertFails(Kind.NOT_FOUND, () -> registry.readBlob(OTHER, blob, 100));
    assertFails(Kind.NOT_FOUND, () -> registry.tags(OTHER));
    assertFalse(registry.hasBlob(OTHER, blob));
  }

  @Test
  void whatIsNotThereIsNotFound() {
    assertFails(Kind.NOT_FOUND, () -> registry.resolve(tag("v1")));
    assertFails(Kind.NOT_FOUND, () -> registry.manifest(new ByDigest(APP, NOWHERE.digest())));
    assertFails(Kind.NOT_FOUND, () -> registry.readBlob(APP, NOWHERE, 100));
    assertFails(Kind.NOT_FOUND, () -> registry.describeBlob(APP, NOWHERE.digest()));
  }

  @Test
  void tagsAreListedInLexicalOrder() throws Exception {
    for (String tag : List.of("v2", "V10", "v10", "latest")) {
      TestImages.pushImage(registry, tag(tag));
    }
    assertEquals(List.of("V10", "latest", "v10", "v2"), registry.tags(APP));
  }

  /** A023: a descriptor of another length than the content is a lie about it. */
  @Test
  void aBlobIsOnlyReadByItsOwnLength() throws Exception {
    Descriptor blob = TestImages.pushBlob(registry, APP, TYPE, Bytes.utf8("hello"));
    for (long size : List.of(0L, 4L, 6L)) {
      var lie = new Descriptor(TYPE, blob.digest(), size);
      assertFails(Kind.INTEGRITY, () -> registry.readBlob(APP, lie, 100));
      assertFalse(registry.hasBlob(APP, lie));
    }
  }

  @Test
  void bytesThatAreNotTheDescriptorsAreNotTaken() {
    Descriptor hello = Descriptor.of(TYPE, Bytes.utf8("hello"));
    for (String other : List.of("hellO", "hell", "hello ", "")) {
      assertFails(Kind.INTEGRITY, () -> registry.pushBlob(APP, hello, Bytes.utf8(other)::newInputStream));
      assertFalse(registry.hasBlob(APP, hello));
    }
  }

  @Test
  void aBlobIsMountedFromARepositoryThatHasItElseUploaded() throws Exception {
    Descriptor hello = TestImages.pushBlob(registry, OTHER, TYPE, Bytes.utf8("hello"));
    Descriptor more = Descriptor.of(TYPE, Bytes.utf8("more"));
    assertTrue(registry.mountBlob(APP, hello, OTHER, () -> {
      throw new IllegalStateException("not read");
    }));
    assertFalse(registry.mountBlob(APP, more, OTHER, Bytes.utf8("more")::newInputStream));
    assertEquals(Bytes.utf8("hello"), registry.readBlob(APP, hello, 100));
    assertEquals(Bytes.utf8("more"), registry.readBlob(APP, more, 100));
  }

  @Test
  void anEndlessSourceIsReadNoFurtherThanTheDescriptorSays() {
    var endless = new ByteArrayInputStream(new byte[1_000_000]);
    Descriptor hello = Descriptor.of(TYPE, Bytes.utf8("hello"));
    assertFails(Kind.INTEGRITY, () -> registry.pushBlob(APP, hello, () -> endless));
    assertEquals(1_000_000 - 6, endless.available());
  }

  @Test
  void nothingIsAllocatedByTheSizeThatIsClaimed() {
    var huge = new Descriptor(TYPE, NOWHERE.digest(), Long.MAX_VALUE);
    assertFails(Kind.TOO_LARGE, () -> registry.pushBlob(APP, huge, () -> {
      throw new AssertionError("opened");
    }));
    var large = new Descriptor(TYPE, NOWHERE.digest(), Integer.MAX_VALUE - 9);
    assertFails(Kind.INTEGRITY, () -> registry.pushBlob(APP, large, InputStream::nullInputStream));
  }

  @Test
  void contentComesBeforeTheManifestThatNamesIt() throws Exception {
    Descriptor config = TestImages.pushBlob(registry, APP, MediaType.OCI_EMPTY, Bytes.utf8("{}"));
    RawManifest layerMissing = TestImages.manifest(config, List.of(NOWHERE), null, null, Map.of());
    RawManifest configMissing = TestImages.manifest(NOWHERE, List.of(config), null, null, Map.of());
    var longer = new Descriptor(config.mediaType(), config.digest(), config.size() + 1);
    RawManifest otherLength = TestImages.manifest(longer, List.of(config), null, null, Map.of());
    for (RawManifest manifest : List.of(layerMissing, configMissing, otherLength)) {
      assertFails(Kind.NOT_FOUND, () -> registry.pushManifest(APP, manifest));
      assertFails(Kind.NOT_FOUND, () -> registry.pushTag(tag("v1"), manifest, new Expected.Anything()));
    }
    assertEquals(List.of(), registry.tags(APP));
  }

  @Test
  void aLayerThatMayNotBeDistributedNeedNotBeThere() throws Exception {
    Descriptor config = TestImages.pushBlob(registry, APP, MediaType.OCI_EMPTY, Bytes.utf8("{}"));
    for (String type : List.of(
        "application/vnd.oci.image.layer.nondistributable.v1.tar+gzip",
        "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip")) {
      Descriptor foreign = Descriptor.of(new MediaType(type), Bytes.utf8(type));
      RawManifest manifest = TestImages.manifest(config, List.of(foreign), null, null, Map.of());
      registry.pushTag(tag("v1"), manifest, new Expected.Anything());
      assertEquals(manifest, registry.resolve(tag("v1")));
    }
  }

  @Test
  void anIndexComesAfterItsChildren() throws Exception {
    var pushed = TestImages.pushIndex(registry, tag("v1"));
    assertFails(Kind.NOT_FOUND, () -> registry.pushManifest(OTHER, pushed.index()));
  }

  @Test
  void aSubjectNeedNotBeThere() throws Exception {
    RawManifest artifact = TestImages.artifact(registry, APP, NOWHERE, TYPE, Bytes.utf8("note"), Map.of());
    assertEquals(SubjectListing.BY_REGISTRY, registry.pushManifest(APP, artifact));
  }

  /** A045, A010: too large, and malformed. */
  @Test
  void whatIsNoManifestIsRefused() throws Exception {
    assertFails(
        Kind.TOO_LARGE,
        () -> registry.pushManifest(APP, RawManifest.of(MediaType.OCI_MANIFEST, Bytes.of(new byte[4_194_305]))));
    RawManifest notJson = RawManifest.of(MediaType.OCI_MANIFEST, Bytes.utf8("{"));
    assertFails(Kind.PROTOCOL, () -> registry.pushManifest(APP, notJson));
    MemoryRegistry careless = MemoryRegistry.without(Lack.CONTENT_CHECKS);
    careless.pushTag(tag("v1"), notJson, new Expected.Anything());
    assertEquals(notJson, careless.resolve(tag("v1")));
  }

  @Test
  void whatCannotBeProvenIsNotTaken() {
    var unproven = new Descriptor(TYPE, new Digest("blake3", "0".repeat(64)), 1);
    assertFails(Kind.UNSUPPORTED, () -> registry.pushBlob(APP, unproven, Bytes.utf8("a")::newInputStream));
  }

  @Test
  void referrersAreListedWithTypeAndAnnotationsInTheOrderOfTheirComing() throws Exception {
    RawManifest image = TestImages.pushImage(registry, tag("v1"));
    var notes = Map.of("who", "me", "empty", "");
    RawManifest first =
        TestImages.artifact(registry, APP, image.descriptor(), TYPE, Bytes.utf8("one"), notes);
    Descriptor config = TestImages.pushBlob(registry, APP, TYPE, Bytes.utf8("config"));
    RawManifest second = TestImages.manifest(config, List.of(), null, image.descriptor(), Map.of());
    assertEquals(SubjectListing.BY_REGISTRY, registry.pushManifest(APP, first));
    assertEquals(SubjectListing.BY_REGISTRY, registry.pushManifest(APP, second));
    var listed = (Referrers.Listed) registry.referrers(new ByDigest(APP, image.digest()));
    assertEquals(2, listed.descriptors().size());
    assertEquals(
        new Descriptor(MediaType.OCI_MANIFEST, first.digest(), first.bytes().size(), TYPE, notes, null),
        listed.descriptors().get(0));
    assertEquals(TYPE, listed.descriptors().get(1).artifactType(), "an image manifest without one: its config's");
    assertEquals(
        new Referrers.Listed(List.of()), registry.referrers(new ByDigest(APP, first.digest())), "nothing on that");
    assertEquals(new Referrers.Listed(List.of()), registry.referrers(new ByDigest(OTHER, image.digest())));
  }

  @Test
  void withoutTheApiTheWriterHasToList() throws Exception {
    MemoryRegistry old = MemoryRegistry.without(Lack.REFERRERS_API);
    RawManifest image = TestImages.pushImage(old, tag("v1"));
    RawManifest artifact =
        TestImages.artifact(old, APP, image.descriptor(), TYPE, Bytes.utf8("one"), Map.of());
    assertEquals(SubjectListing.BY_WRITER, old.pushManifest(APP, artifact));
    assertEquals(new Referrers.NotOffered(), old.referrers(new ByDigest(APP, image.digest())));
  }

  @Test
  void aManifestWithoutASubjectIsListedNowhere() throws Exception {
    RawManifest image = TestImages.pushImage(registry, tag("v1"));
    assertEquals(SubjectListing.BY_WRITER, registry.pushManifest(APP, image));
  }

  @Test
  void aTagMovesOnlyAsExpected() throws Exception {
    RawManifest one = TestImages.pushImage(registry, tag("v1"), "one");
    RawManifest two = TestImages.pushImage(registry, tag("v2"), "two");
    assertFails(Kind.CONFLICT, () -> registry.pushTag(tag("v1"), two, new Expected.Absent()));
    assertFails(Kind.CONFLICT, () -> registry.pushTag(tag("v1"), two, new Expected.Named(two.digest())));
    assertFails(Kind.CONFLICT, () -> registry.pushTag(tag("new"), two, new Expected.Named(two.digest())));
    assertEquals(one, registry.resolve(tag("v1")));
    registry.pushTag(tag("v1"), two, new Expected.Named(one.digest()));
    assertEquals(two, registry.resolve(tag("v1")));
    registry.pushTag(tag("new"), one, new Expected.Absent());
    assertEquals(one, registry.resolve(tag("new")));
  }

  @Test
  void withoutConditionalWritesATagMovesAnyway() throws Exception {
    MemoryRegistry careless = MemoryRegistry.without(Lack.CONDITIONAL_WRITES);
    TestImages.pushImage(careless, tag("v1"), "one");
    RawManifest two = TestImages.pushImage(careless, tag("v2"), "two");
    careless.pushTag(tag("v1"), two, new Expected.Absent());
    assertEquals(two, careless.resolve(tag("v1")));
  }

  @Test
  void ofManyWhoExpectTheSameOneWins() throws Exception {
    RawManifest image = TestImages.pushImage(registry, tag("base"));
    List<String> outcomes = Collections.synchronizedList(new ArrayList<>());
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < 32; i++) {
        all.add(threads.submit(() -> {
          try {
            registry.pushTag(tag("v1"), image, new Expected.Absent());
            outcomes.add("won");
          } catch (RegistryException e) {
            outcomes.add(e.kind().name());
          }
        }));
      }
      for (Future<?> one : all) {
        assertNull(one.get());
      }
    }
    assertEquals(1, Collections.frequency(outcomes, "won"));
    assertEquals(31, Collections.frequency(outcomes, "CONFLICT"));
  }
}
