package dev.inkan.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.RegistryWriter.Expected;
import dev.inkan.registry.RegistryWriter.SubjectListing;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.content.MediaType;
import dev.inkan.registry.content.RawManifest;
import dev.inkan.registry.layout.LayoutRegistry;
import dev.inkan.registry.memory.MemoryRegistry;
import dev.inkan.registry.reference.Reference.ByDigest;
import dev.inkan.registry.reference.Reference.ByTag;
import dev.inkan.registry.reference.Repository;
import dev.inkan.registry.testing.TestImages;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds of everything that keeps images by itself, whatever it keeps them in. */
class StoreContractTest {
  private static final MediaType TYPE = new MediaType("application/vnd.example.note");
  private static final Descriptor NOWHERE = Descriptor.of(TYPE, Bytes.utf8("nowhere"));

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  enum Kept {
    IN_MEMORY,
    IN_A_LAYOUT,
    IN_A_TREE_OF_LAYOUTS
  }

  private record Store(
      RegistryReader reader, RegistryWriter writer, RegistryDeleter deleter, Repository app, Repository other) {
    ByTag tag(String tag) {
      return new ByTag(app, tag);
    }

    ByDigest at(RawManifest manifest) {
      return new ByDigest(app, manifest.digest());
    }

    List<Digest> hangingOn(RawManifest manifest) throws RegistryException {
      var listed = (Referrers.Listed) reader.referrers(at(manifest));
      return listed.descriptors().stream().map(Descriptor::digest).toList();
    }

    RawManifest note(RawManifest on) throws RegistryException {
      return TestImages.artifact(writer, app, on.descriptor(), TYPE, Bytes.utf8("note"), Map.of());
    }
  }

  private Store store(Kept kept) {
    return switch (kept) {
      case IN_MEMORY -> {
        var memory = new MemoryRegistry();
        yield new Store(
            memory, memory, memory, new Repository("registry.test", "app"), new Repository("registry.test", "other"));
      }
      case IN_A_LAYOUT -> {
        var layouts = new LayoutRegistry(folder);
        yield new Store(layouts, layouts, layouts, Repository.layout("app"), Repository.layout("other"));
      }
      case IN_A_TREE_OF_LAYOUTS -> {
        var tree = LayoutRegistry.below(folder);
        yield new Store(
            tree, tree, tree, new Repository("registry.test", "team/app"), new Repository("registry.test", "team"));
      }
    };
  }

  private static void assertFails(Kind kind, Executable call) {
    RegistryException failure = assertThrows(RegistryException.class, call);
    assertEquals(kind, failure.kind(), failure.getMessage());
  }

  @ParameterizedTest
  @EnumSource
  void whatWasPushedIsReadBackByteForByte(Kept kept) throws Exception {
    Store store = store(kept);
    RawManifest image = TestImages.pushImage(store.writer, store.tag("v1"));
    assertEquals(image, store.reader.resolve(store.tag("v1")));
    assertEquals(image, store.reader.manifest(store.at(image)));
    Bytes blob = Bytes.utf8("hello");
    Descriptor descriptor = TestImages.pushBlob(store.writer, store.app, TYPE, blob);
    assertEquals(blob, store.reader.readBlob(store.app, descriptor, 5));
    assertEquals(5, store.reader.describeBlob(store.app, descriptor.digest()).size());
    assertTrue(store.writer.hasBlob(store.app, descriptor));
    store.writer.pushNewBlob(store.app, Descriptor.of(TYPE, Bytes.EMPTY), InputStream::nullInputStream);
    assertEquals(Bytes.EMPTY, store.reader.readBlob(store.app, Descriptor.of(TYPE, Bytes.EMPTY), 5));
  }

  @ParameterizedTest
  @EnumSource
  void everyRepositoryIsItsOwn(Kept kept) throws Exception {
    Store store = store(kept);
    RawManifest image = TestImages.pushImage(store.writer, store.tag("v1"));
    Descriptor blob = TestImages.pushBlob(store.writer, store.app, TYPE, Bytes.utf8("hello"));
    assertFails(Kind.NOT_FOUND, () -> store.reader.resolve(new ByTag(store.other, "v1")));
    assertFails(Kind.NOT_FOUND, () -> store.reader.manifest(new ByDigest(store.other, image.digest())));
    assertFails(Kind.NOT_FOUND, () -> store.reader.readBlob(store.other, blob, 100));
    assertFails(Kind.NOT_FOUND, () -> store.reader.tags(store.other));
    assertFalse(store.writer.hasBlob(store.other, blob));
    assertEquals(
        new Referrers.Listed(List.of()), store.reader.referrers(new ByDigest(store.other, image.digest())));
  }

  @ParameterizedTest
  @EnumSource
  void whatIsNotThereIsNotFound(Kept kept) throws Exception {
    Store store = store(kept);
    TestImages.pushImage(store.writer, store.tag("v1"));
    assertFails(Kind.NOT_FOUND, () -> store.reader.resolve(store.tag("v2")));
    assertFails(Kind.NOT_FOUND, () -> store.reader.manifest(new ByDigest(store.app, NOWHERE.digest())));
    assertFails(Kind.NOT_FOUND, () -> store.reader.readBlob(store.app, NOWHERE, 100));
    assertFails(Kind.NOT_FOUND, () -> store.reader.describeBlob(store.app, NOWHERE.digest()));
    assertFalse(store.writer.hasBlob(store.app, NOWHERE));
  }

  @ParameterizedTest
  @EnumSource
  void tagsAreListedInLexicalOrder(Kept kept) throws Exception {
    Store store = store(kept);
    for (String tag : List.of("v2", "V10", "v10", "latest")) {
      TestImages.pushImage(store.writer, store.tag(tag));
    }
    TestImages.pushImage(store.writer, store.tag("v2"), "moved");
    assertEquals(List.of("V10", "latest", "v10", "v2"), store.reader.tags(store.app));
  }

  /** A023: a descriptor of another length than the content is a lie about it. */
  @ParameterizedTest
  @EnumSource
  void aBlobIsOnlyReadByItsOwnLength(Kept kept) throws Exception {
    Store store = store(kept);
    Descriptor blob = TestImages.pushBlob(store.writer, store.app, TYPE, Bytes.utf8("hello"));
    for (long size : List.of(0L, 4L, 6L)) {
      var lie = new Descriptor(TYPE, blob.digest(), size);
      assertFails(Kind.INTEGRITY, () -> store.reader.readBlob(store.app, lie, 100));
      assertFalse(store.writer.hasBlob(store.app, lie));
    }
  }

  @ParameterizedTest
  @EnumSource
  void bytesThatAreNotTheDescriptorsAreNotTaken(Kept kept) throws Exception {
    Store store = store(kept);
    Descriptor hello = Descriptor.of(TYPE, Bytes.utf8("hello"));
    for (String other : List.of("hellO", "hell", "hello ", "")) {
      assertFails(
          Kind.INTEGRITY, () -> store.writer.pushBlob(store.app, hello, Bytes.utf8(other)::newInputStream));
      assertFalse(store.writer.hasBlob(store.app, hello));
    }
  }

  @ParameterizedTest
  @EnumSource
  void anEndlessSourceIsReadNoFurtherThanTheDescriptorSays(Kept kept) {
    Store store = store(kept);
    var endless = new ByteArrayInputStream(new byte[1_000_000]);
    Descriptor hello = Descriptor.of(TYPE, Bytes.utf8("hello"));
    assertFails(Kind.INTEGRITY, () -> store.writer.pushBlob(store.app, hello, () -> endless));
    assertEquals(1_000_000 - 6, endless.available());
  }

  @ParameterizedTest
  @EnumSource
  void aSourceThatFailsIsToldFromWhereItIsWritten(Kept kept) {
    Store store = store(kept);
    Descriptor hello = Descriptor.of(TYPE, Bytes.utf8("hello"));
    assertFails(Kind.UNREACHABLE, () -> store.writer.pushBlob(store.app, hello, () -> {
      throw new IOException("gone");
    }));
  }

  @ParameterizedTest
  @EnumSource
  void contentComesBeforeTheManifestThatNamesIt(Kept kept) throws Exception {
    Store store = store(kept);
    Descriptor config = TestImages.pushBlob(store.writer, store.app, MediaType.OCI_EMPTY, Bytes.utf8("{}"));
    RawManifest layerMissing = TestImages.manifest(config, List.of(NOWHERE), null, null, Map.of());
    RawManifest configMissing = TestImages.manifest(NOWHERE, List.of(config), null, null, Map.of());
    var longer = new Descriptor(config.mediaType(), config.digest(), config.size() + 1);
    RawManifest otherLength = TestImages.manifest(longer, List.of(config), null, null, Map.of());
    for (RawManifest manifest : List.of(layerMissing, configMissing, otherLength)) {
      assertFails(Kind.NOT_FOUND, () -> store.writer.pushManifest(store.app, manifest));
      assertFails(
          Kind.NOT_FOUND, () -> store.writer.pushTag(store.tag("v1"), manifest, new Expected.Anything()));
    }
    assertEquals(List.of(), store.reader.tags(store.app));
  }

  @ParameterizedTest
  @EnumSource
  void aLayerThatMayNotBeDistributedNeedNotBeThere(Kept kept) throws Exception {
    Store store = store(kept);
    Descriptor config = TestImages.pushBlob(store.writer, store.app, MediaType.OCI_EMPTY, Bytes.utf8("{}"));
    for (String type : List.of(
        "application/vnd.oci.image.layer.nondistributable.v1.tar+gzip",
        "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip")) {
      Descriptor foreign = Descriptor.of(new MediaType(type), Bytes.utf8(type));
      RawManifest manifest = TestImages.manifest(config, List.of(foreign), null, null, Map.of());
      store.writer.pushTag(store.tag("v1"), manifest, new Expected.Anything());
      assertEquals(manifest, store.reader.resolve(store.tag("v1")));
    }
  }

  @ParameterizedTest
  @EnumSource
  void anIndexComesAfterItsChildren(Kept kept) throws Exception {
    Store store = store(kept);
    var pushed = TestImages.pushIndex(store.writer, store.tag("v1"));
    assertFails(Kind.NOT_FOUND, () -> store.writer.pushManifest(store.other, pushed.index()));
    assertEquals(pushed.index(), store.reader.resolve(store.tag("v1")));
    for (RawManifest child : pushed.children()) {
      assertEquals(child, store.reader.manifest(store.at(child)));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aSubjectNeedNotBeThere(Kept kept) throws Exception {
    Store store = store(kept);
    RawManifest artifact =
        TestImages.artifact(store.writer, store.app, NOWHERE, TYPE, Bytes.utf8("note"), Map.of());
    assertEquals(SubjectListing.BY_REGISTRY, store.writer.pushManifest(store.app, artifact));
  }

  /** A045, A010: too large, and malformed. */
  @ParameterizedTest
  @EnumSource
  void whatIsNoManifestIsRefused(Kept kept) {
    Store store = store(kept);
    RawManifest large = RawManifest.of(MediaType.OCI_MANIFEST, Bytes.of(new byte[4_194_305]));
    assertFails(Kind.TOO_LARGE, () -> store.writer.pushManifest(store.app, large));
    RawManifest notJson = RawManifest.of(MediaType.OCI_MANIFEST, Bytes.utf8("{"));
    assertFails(Kind.PROTOCOL, () -> store.writer.pushManifest(store.app, notJson));
  }

  @ParameterizedTest
  @EnumSource
  void whatCannotBeProvenIsNotTaken(Kept kept) {
    Store store = store(kept);
    var unproven = new Descriptor(TYPE, new Digest("blake3", "0".repeat(64)), 1);
    assertFails(
        Kind.UNSUPPORTED, () -> store.writer.pushBlob(store.app, unproven, Bytes.utf8("a")::newInputStream));
  }

  @ParameterizedTest
  @EnumSource
  void referrersAreListedWithTypeAndAnnotationsInTheOrderOfTheirComing(Kept kept) throws Exception {
    Store store = store(kept);
    RawManifest image = TestImages.pushImage(store.writer, store.tag("v1"));
    var notes = Map.of("who", "me", "empty", "");
    RawManifest first =
        TestImages.artifact(store.writer, store.app, image.descriptor(), TYPE, Bytes.utf8("one"), notes);
    Descriptor config = TestImages.pushBlob(store.writer, store.app, TYPE, Bytes.utf8("config"));
    RawManifest second = TestImages.manifest(config, List.of(), null, image.descriptor(), Map.of());
    for (RawManifest each : List.of(first, second, first)) {
      assertEquals(SubjectListing.BY_REGISTRY, store.writer.pushManifest(store.app, each));
    }
    var listed = (Referrers.Listed) store.reader.referrers(store.at(image));
    assertEquals(2, listed.descriptors().size());
    assertEquals(
        new Descriptor(MediaType.OCI_MANIFEST, first.digest(), first.bytes().size(), TYPE, notes, null),
        listed.descriptors().get(0));
    assertEquals(TYPE, listed.descriptors().get(1).artifactType(), "an image manifest without one: its config's");
    assertEquals(new Referrers.Listed(List.of()), store.reader.referrers(store.at(first)), "nothing on that");
  }

  @ParameterizedTest
  @EnumSource
  void aManifestWithoutASubjectIsListedNowhere(Kept kept) throws Exception {
    Store store = store(kept);
    RawManifest image = TestImages.pushImage(store.writer, store.tag("v1"));
    assertEquals(SubjectListing.BY_WRITER, store.writer.pushManifest(store.app, image));
  }

  @ParameterizedTest
  @EnumSource
  void aTagMovesOnlyAsExpected(Kept kept) throws Exception {
    Store store = store(kept);
    RawManifest one = TestImages.pushImage(store.writer, store.tag("v1"), "one");
    RawManifest two = TestImages.pushImage(store.writer, store.tag("v2"), "two");
    for (var refused : Map.of(
            store.tag("v1"), new Expected.Named(two.digest()), store.tag("new"), new Expected.Named(two.digest()))
        .entrySet()) {
      assertFails(Kind.CONFLICT, () -> store.writer.pushTag(refused.getKey(), two, refused.getValue()));
    }
    assertFails(Kind.CONFLICT, () -> store.writer.pushTag(store.tag("v1"), two, new Expected.Absent()));
    assertEquals(one, store.reader.resolve(store.tag("v1")));
    store.writer.pushTag(store.tag("v1"), two, new Expected.Named(one.digest()));
    assertEquals(two, store.reader.resolve(store.tag("v1")));
    assertEquals(one, store.reader.manifest(store.at(one)), "what lost its tag is still there");
    store.writer.pushTag(store.tag("new"), one, new Expected.Absent());
    assertEquals(one, store.reader.resolve(store.tag("new")));
  }

  @ParameterizedTest
  @EnumSource
  void aTagIsDeletedAndWhatItNamedStays(Kept kept) throws Exception {
    Store store = store(kept);
    RawManifest image = TestImages.pushImage(store.writer, store.tag("v1"));
    store.writer.pushTag(store.tag("v2"), image, new Expected.Anything());
    store.deleter.deleteTag(store.tag("v1"));
    assertFails(Kind.NOT_FOUND, () -> store.reader.resolve(store.tag("v1")));
    assertEquals(List.of("v2"), store.reader.tags(store.app));
    store.deleter.deleteTag(store.tag("v2"));
    assertEquals(List.of(), store.reader.tags(store.app));
    assertEquals(image, store.reader.manifest(store.at(image)));
    store.writer.pushTag(store.tag("v2"), image, new Expected.Absent());
  }

  @ParameterizedTest
  @EnumSource
  void aManifestIsDeletedWithItsTagsAndItsPlaceAmongTheReferrers(Kept kept) throws Exception {
    Store store = store(kept);
    RawManifest image = TestImages.pushImage(store.writer, store.tag("v1"));
    RawManifest other = TestImages.pushImage(store.writer, store.tag("other"), "other");
    RawManifest note = store.note(image);
    store.writer.pushTag(store.tag("note"), note, new Expected.Anything());
    store.writer.pushManifest(store.app, note);
    store.deleter.deleteManifest(store.at(note));
    assertEquals(List.of(), store.hangingOn(image));
    assertFails(Kind.NOT_FOUND, () -> store.reader.manifest(store.at(note)));
    assertEquals(List.of("other", "v1"), store.reader.tags(store.app));

    store.writer.pushTag(store.tag("note"), note, new Expected.Absent());
    store.deleter.deleteManifest(store.at(image));
    assertFails(Kind.NOT_FOUND, () -> store.reader.resolve(store.tag("v1")));
    assertEquals(List.of(note.digest()), store.hangingOn(image));
    assertEquals(other, store.reader.resolve(store.tag("other")));
  }

  @ParameterizedTest
  @EnumSource
  void aTagOfAReferrerIsDeletedAndItIsListedStill(Kept kept) throws Exception {
    Store store = store(kept);
    RawManifest image = TestImages.pushImage(store.writer, store.tag("v1"));
    RawManifest note = store.note(image);
    store.writer.pushTag(store.tag("note"), note, new Expected.Anything());
    store.deleter.deleteTag(store.tag("note"));
    assertEquals(List.of(note.digest()), store.hangingOn(image));
  }

  @ParameterizedTest
  @EnumSource
  void aBlobIsDeletedAndCanComeAgain(Kept kept) throws Exception {
    Store store = store(kept);
    Descriptor blob = TestImages.pushBlob(store.writer, store.app, TYPE, Bytes.utf8("hello"));
    Descriptor stays = TestImages.pushBlob(store.writer, store.app, TYPE, Bytes.utf8("stays"));
    store.deleter.deleteBlob(store.app, blob.digest());
    assertFalse(store.writer.hasBlob(store.app, blob));
    assertFails(Kind.NOT_FOUND, () -> store.reader.describeBlob(store.app, blob.digest()));
    assertTrue(store.writer.hasBlob(store.app, stays));
    TestImages.pushBlob(store.writer, store.app, TYPE, Bytes.utf8("hello"));
    assertTrue(store.writer.hasBlob(store.app, blob));
  }

  @ParameterizedTest
  @EnumSource
  void whatIsNotThereCannotBeDeleted(Kept kept) throws Exception {
    Store store = store(kept);
    for (int i = 0; i < 2; i++) {
      assertFails(Kind.NOT_FOUND, () -> store.deleter.deleteTag(store.tag("v1")));
      assertFails(
          Kind.NOT_FOUND, () -> store.deleter.deleteManifest(new ByDigest(store.app, NOWHERE.digest())));
      assertFails(Kind.NOT_FOUND, () -> store.deleter.deleteBlob(store.app, NOWHERE.digest()));
      TestImages.pushImage(store.writer, store.tag("v2"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void ofManyWhoExpectTheSameOneWins(Kept kept) throws Exception {
    Store store = store(kept);
    RawManifest image = TestImages.pushImage(store.writer, store.tag("base"));
    List<String> outcomes = Collections.synchronizedList(new ArrayList<>());
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < 32; i++) {
        all.add(threads.submit(() -> {
          try {
            store.writer.pushTag(store.tag("v1"), image, new Expected.Absent());
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
