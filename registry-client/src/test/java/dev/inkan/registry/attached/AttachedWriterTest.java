package dev.inkan.registry.attached;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.RegistryWriter;
import dev.inkan.registry.RegistryWriter.Expected;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.content.JsonText;
import dev.inkan.registry.content.Manifest;
import dev.inkan.registry.content.MediaType;
import dev.inkan.registry.content.RawManifest;
import dev.inkan.registry.memory.Lack;
import dev.inkan.registry.memory.MemoryRegistry;
import dev.inkan.registry.reference.Reference.ByDigest;
import dev.inkan.registry.reference.Reference.ByTag;
import dev.inkan.registry.reference.Repository;
import dev.inkan.registry.testing.ScriptedReader;
import dev.inkan.registry.testing.TestImages;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Hanging artifacts where readers find them; registry.md 1.6, 6 #44 and #45. */
class AttachedWriterTest {
  private static final Repository APP = new Repository("registry.test", "app");
  private static final MediaType NOTE = new MediaType("application/vnd.example.note");

  private MemoryRegistry registry;
  private RawManifest image;
  private ByTag fallback;
  private int pauses;

  @BeforeEach
  void aRegistryWithoutTheApi() throws Exception {
    serve(MemoryRegistry.without(Lack.REFERRERS_API));
  }

  private void serve(MemoryRegistry registry) throws Exception {
    this.registry = registry;
    image = TestImages.pushImage(registry, new ByTag(APP, "v1"));
    fallback = FallbackTag.of(new ByDigest(APP, image.digest()));
  }

  private AttachedWriter writer() {
    return writer(registry);
  }

  private AttachedWriter writer(RegistryWriter through) {
    return new AttachedWriter(registry, through, attempt -> pauses++);
  }

  private RawManifest note(String text) throws Exception {
    return TestImages.artifact(registry, APP, image.descriptor(), NOTE, Bytes.utf8(text), Map.of("text", text));
  }

  private RawManifest pushed(String text) throws Exception {
    RawManifest note = note(text);
    registry.pushManifest(APP, note);
    return note;
  }

  private List<Digest> listed() throws Exception {
    var index = (Manifest.Index) registry.resolve(fallback).parse();
    return index.manifests().stream().map(Descriptor::digest).toList();
  }

  private static String text(RawManifest raw) throws Exception {
    return raw.bytes().utf8();
  }

  private static RegistryException assertFails(Kind kind, Executable call) {
    RegistryException failure = assertThrows(RegistryException.class, call);
    assertEquals(kind, failure.kind(), failure.getMessage());
    return failure;
  }

  @Test
  void whereTheRegistryListsItItselfNothingElseIsWritten() throws Exception {
    serve(new MemoryRegistry());
    RawManifest note = note("one");
    assertEquals(Place.REFERRERS_API, writer().publish(APP, note));
    assertEquals(note, registry.manifest(new ByDigest(APP, note.digest())));
    assertEquals(List.of("v1"), registry.tags(APP));
  }

  /** distribution-spec "Pushing Manifests with Subject": type, size, digest, artifact type and all annotations. */
  @Test
  void elsewhereTheFallbackIndexSaysEverythingOfIt() throws Exception {
    var annotations = new LinkedHashMap<String, String>();
    annotations.put("z", "1");
    annotations.put("a", "2");
    RawManifest note =
        TestImages.artifact(registry, APP, image.descriptor(), NOTE, Bytes.utf8("x"), annotations);
    assertEquals(Place.FALLBACK_TAG, writer().publish(APP, note));
    RawManifest index = registry.resolve(fallback);
    assertEquals(MediaType.OCI_INDEX, index.mediaType());
    assertEquals(
        "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.index.v1+json\",\"manifests\":[{"
            + "\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"digest\":\"" + note.digest()
            + "\",\"size\":" + note.bytes().size() + ",\"artifactType\":\"application/vnd.example.note\","
            + "\"annotations\":{\"z\":\"1\",\"a\":\"2\"}}]}",
        text(index));
    assertEquals(0, pauses);
  }

  @Test
  void anImageWithoutAnArtifactTypeIsListedByItsConfigsType() throws Exception {
    Descriptor config = TestImages.pushBlob(registry, APP, new MediaType("a/config"), Bytes.utf8("{}"));
    writer().publish(APP, TestImages.manifest(config, List.of(), null, image.descriptor(), Map.of()));
    assertTrue(text(registry.resolve(fallback)).contains("\"artifactType\":\"a/config\""));
  }

  @Test
  void anIndexCanHangOnSomethingToo() throws Exception {
    String json = "{\"schemaVersion\":2,\"manifests\":[],\"subject\":"
        + JsonText.compact(image.descriptor().json()).utf8() + "}";
    RawManifest index = RawManifest.of(MediaType.OCI_INDEX, Bytes.utf8(json));
    writer().publish(APP, index);
    assertEquals(List.of(index.digest()), listed());
    assertFalse(text(registry.resolve(fallback)).contains("artifactType"));
  }

  @Test
  void publishingAgainChangesNothing() throws Exception {
    RawManifest one = note("one");
    writer().publish(APP, one);
    writer().publish(APP, note("two"));
    RawManifest before = registry.resolve(fallback);
    assertEquals(Place.FALLBACK_TAG, writer().publish(APP, one));
    assertFalse(writer().mend(APP, one));
    assertEquals(before, registry.resolve(fallback));
  }

  @Test
  void anArtifactThatIsMissingFromTheIndexIsMended() throws Exception {
    RawManifest one = pushed("one");
    assertTrue(writer().mend(APP, one));
    assertEquals(List.of(one.digest()), listed());
    assertFalse(writer().mend(APP, one));
  }

  /** What others wrote stays as it is, also what we do not know and what cosign gets wrong. */
  @Test
  void manyArtifactsOfOneSubjectTakeOneUpdate() throws Exception {
    RawManifest one = pushed("one");
    writer().mend(APP, one);
    RawManifest two = pushed("two");
    RawManifest three = pushed("three");
    assertTrue(writer().mendAll(APP, List.of(one, two, three)));
    assertEquals(List.of(one.digest(), two.digest(), three.digest()), listed());
    assertFalse(writer().mendAll(APP, List.of(three, two)));
  }

  @Test
  void artifactsOfDifferentSubjectsAreNotOneUpdate() throws Exception {
    RawManifest one = pushed("one");
    RawManifest onOne = TestImages.artifact(registry, APP, one.descriptor(), NOTE, Bytes.utf8("x"), Map.of());
    assertThrows(IllegalArgumentException.class, () -> writer().mendAll(APP, List.of(one, onOne)));
    assertThrows(IllegalArgumentException.class, () -> writer().mendAll(APP, List.of()));
  }

  @Test
  void whatOthersWroteIsKept() throws Exception {
    Descriptor foreign = pushed("foreign").descriptor();
    String entry = "{\"size\":" + foreign.size() + ",\"x\":[1.50,1e2,null],\"digest\":\"" + foreign.digest()
        + "\",\"mediaType\":\"" + foreign.mediaType() + "\",\"artifactType\":\"application/vnd.oci.empty.v1+json\","
        + "\"annotations\":{\"z\":\"\\u2028\",\"a\":\"<&>\"}}";
    String before = "{\"annotations\":{\"b\":\"2\",\"a\":\"1\"},\"manifests\":[" + entry
        + "],\"schemaVersion\":2,\"unknown\":{\"k\":-0.0}}";
    registry.pushTag(fallback, RawManifest.of(MediaType.OCI_INDEX, Bytes.utf8(before)), new Expected.Absent());
    RawManifest ours = note("ours");
    writer().publish(APP, ours);
    String after = text(registry.resolve(fallback));
    assertEquals(List.of(foreign.digest(), ours.digest()), listed());
    int end = before.indexOf(entry) + entry.length();
    assertTrue(after.startsWith(before.substring(0, end)), after);
    assertTrue(after.endsWith(before.substring(end)), after);
  }

  @Test
  void anEntryThatLiesAboutOurArtifactGivesWay() throws Exception {
    registry = MemoryRegistry.without(Lack.REFERRERS_API, Lack.CONTENT_CHECKS);
    RawManifest one = pushed("one");
    RawManifest two = pushed("two");
    String lie = "{\"schemaVersion\":2,\"manifests\":["
        + JsonText.compact(new Descriptor(one.mediaType(), one.digest(), 1).json()).utf8() + ","
        + JsonText.compact(two.descriptor().json()).utf8() + "]}";
    registry.pushTag(fallback, RawManifest.of(MediaType.OCI_INDEX, Bytes.utf8(lie)), new Expected.Absent());
    assertTrue(writer().mend(APP, one));
    assertEquals(List.of(two.digest(), one.digest()), listed());
    assertFalse(writer().mend(APP, one));
  }

  /** registry.md 6 #44: it is somebody's, whatever it is. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "application/vnd.oci.image.manifest.v1+json|{}|no OCI index",
        "application/vnd.docker.distribution.manifest.list.v2+json|{\"schemaVersion\":2,\"manifests\":[]}|no OCI index",
        "application/json|{}|no OCI index",
        "application/vnd.oci.image.index.v1+json|{|cannot be read",
        "application/vnd.oci.image.index.v1+json|{\"schemaVersion\":2,\"manifests\":[],\"layers\":[]}|cannot be read",
        "application/vnd.oci.image.index.v1+json|{\"schemaVersion\":2,\"artifactType\":\"a/b\"}|another kind",
      })
  void aFallbackTagThatHoldsSomethingElseIsLeftAlone(String type, String json, String said) throws Exception {
    registry = MemoryRegistry.without(Lack.REFERRERS_API, Lack.CONTENT_CHECKS);
    RawManifest there = RawManifest.of(new MediaType(type), Bytes.utf8(json));
    registry.pushTag(fallback, there, new Expected.Absent());
    RawManifest note = note("one");
    RegistryException refused = assertFails(Kind.REFUSED, () -> writer().publish(APP, note));
    assertTrue(String.valueOf(refused.getMessage()).contains(said), refused.getMessage());
    assertTrue(String.valueOf(refused.getMessage()).contains(fallback.tag()), refused.getMessage());
    assertEquals(there, registry.resolve(fallback));
  }

  @Test
  void anIndexOfPlatformsOrOfAnotherSubjectIsLeftAlone() throws Exception {
    var pushed = TestImages.pushIndex(registry, new ByTag(APP, "multi"));
    registry.pushTag(fallback, pushed.index(), new Expected.Absent());
    assertFails(Kind.REFUSED, () -> writer().publish(APP, note("one")));
    assertEquals(pushed.index(), registry.resolve(fallback));
    String json = "{\"schemaVersion\":2,\"manifests\":[],\"subject\":"
        + JsonText.compact(image.descriptor().json()).utf8() + "}";
    RawManifest hanging = RawManifest.of(MediaType.OCI_INDEX, Bytes.utf8(json));
    registry.pushTag(fallback, hanging, new Expected.Anything());
    assertFails(Kind.REFUSED, () -> writer().publish(APP, note("one")));
    assertEquals(hanging, registry.resolve(fallback));
  }

  /** What cosign copy leaves there, and what GitLab makes of the tag. */
  @Test
  void theImageItselfIsLeftAlone() throws Exception {
    String json = "{\"schemaVersion\":2,\"manifests\":[]}";
    image = RawManifest.of(MediaType.OCI_INDEX, Bytes.utf8(json));
    fallback = FallbackTag.of(new ByDigest(APP, image.digest()));
    registry.pushTag(fallback, image, new Expected.Absent());
    RegistryException refused = assertFails(Kind.REFUSED, () -> writer().publish(APP, note("one")));
    assertTrue(String.valueOf(refused.getMessage()).contains("the image itself"), refused.getMessage());
    assertEquals(image, registry.resolve(fallback));
  }

  @ParameterizedTest
  @EnumSource(value = Kind.class, mode = EnumSource.Mode.EXCLUDE, names = "NOT_FOUND")
  void whatCannotBeReadIsNotWritten(Kind kind) throws Exception {
    var reader = new ScriptedReader(registry);
    reader.failResolve(kind);
    assertFails(kind, () -> new AttachedWriter(reader, registry).publish(APP, note("one")));
    assertEquals(List.of("v1"), registry.tags(APP));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatHangsOnNothingIsNotPublished(boolean mend) throws Exception {
    Descriptor config = TestImages.pushBlob(registry, APP, MediaType.OCI_EMPTY, Bytes.utf8("{}"));
    RawManifest alone = TestImages.manifest(config, List.of(), NOTE, null, Map.of("not", "pushed"));
    RawManifest broken = RawManifest.of(MediaType.OCI_MANIFEST, Bytes.utf8("{"));
    for (RawManifest artifact : List.of(alone, broken)) {
      assertThrows(
          IllegalArgumentException.class,
          () -> {
            if (mend) {
              assertFalse(writer().mend(APP, artifact));
            } else {
              assertEquals(Place.FALLBACK_TAG, writer().publish(APP, artifact));
            }
          });
      assertFails(Kind.NOT_FOUND, () -> registry.manifest(new ByDigest(APP, artifact.digest())));
    }
    assertEquals(List.of("v1"), registry.tags(APP));
  }

  /** A020: an index that no reader would read to its end is not made longer. */
  @Test
  void aFullIndexIsNotMadeLonger() throws Exception {
    registry = MemoryRegistry.without(Lack.REFERRERS_API, Lack.CONTENT_CHECKS);
    var entries = new ArrayList<String>();
    for (int i = 0; i < Attached.MAX_ENTRIES; i++) {
      entries.add(JsonText.compact(Descriptor.of(MediaType.OCI_MANIFEST, Bytes.utf8("entry " + i)).json()).utf8());
    }
    String json = "{\"schemaVersion\":2,\"manifests\":[" + String.join(",", entries) + "]}";
    RawManifest full = RawManifest.of(MediaType.OCI_INDEX, Bytes.utf8(json));
    registry.pushTag(fallback, full, new Expected.Absent());
    assertFails(Kind.TOO_LARGE, () -> writer().publish(APP, note("one")));
    assertEquals(full, registry.resolve(fallback));
  }

  /** A045. */
  @Test
  void anIndexThatNoRegistryWouldTakeIsNotWritten() throws Exception {
    String annotations = ",\"annotations\":{\"a\":\"" + "a".repeat(4 * 1024 * 1024 - 150) + "\"}";
    String json = "{\"schemaVersion\":2,\"manifests\":[]" + annotations + "}";
    RawManifest large = RawManifest.of(MediaType.OCI_INDEX, Bytes.utf8(json));
    registry.pushTag(fallback, large, new Expected.Absent());
    assertFails(Kind.TOO_LARGE, () -> writer().publish(APP, note("one")));
    assertEquals(large, registry.resolve(fallback));
  }

  /** Does something to the registry just before, or just after, the first so many writes of a tag. */
  private final class Contended implements RegistryWriter {
    private final Callable<?> rival;
    private final boolean before;
    private int times;

    Contended(boolean before, int times, Callable<?> rival) {
      this.rival = rival;
      this.before = before;
      this.times = times;
    }

    @Override
    public boolean hasBlob(Repository repository, Descriptor descriptor) {
      return registry.hasBlob(repository, descriptor);
    }

    @Override
    public void pushBlob(Repository repository, Descriptor descriptor, BlobSource source) throws RegistryException {
      registry.pushBlob(repository, descriptor, source);
    }

    @Override
    public SubjectListing pushManifest(Repository repository, RawManifest manifest) throws RegistryException {
      return registry.pushManifest(repository, manifest);
    }

    @Override
    public void pushTag(ByTag tag, RawManifest manifest, Expected expected) throws RegistryException {
      boolean strikes = times-- > 0;
      if (strikes && before) {
        strike();
      }
      registry.pushTag(tag, manifest, expected);
      if (strikes && !before) {
        strike();
      }
    }

    private void strike() throws RegistryException {
      try {
        rival.call();
      } catch (RegistryException e) {
        throw e;
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }
  }

  /** A003, A026: somebody else was faster, and the registry says so. */
  @Test
  void whatSomebodyElseWroteInBetweenIsKept() throws Exception {
    RawManifest ours = note("ours");
    RawManifest theirs = note("theirs");
    var contended = new Contended(true, 1, () -> writer().publish(APP, theirs));
    assertEquals(Place.FALLBACK_TAG, writer(contended).publish(APP, ours));
    assertEquals(List.of(theirs.digest(), ours.digest()), listed());
    assertEquals(1, pauses);
  }

  /** registry.md 6 #45: somebody who did not look overwrites what we wrote, and the registry says nothing. */
  @Test
  void whatSomebodyElseWroteOverUsIsKeptAndOursIsAddedAgain() throws Exception {
    serve(MemoryRegistry.without(Lack.REFERRERS_API, Lack.CONDITIONAL_WRITES));
    RawManifest ours = note("ours");
    var contended = new Contended(false, 1, this::overwrite);
    assertEquals(Place.FALLBACK_TAG, writer(contended).publish(APP, ours));
    assertEquals(2, listed().size());
    assertEquals(ours.digest(), listed().getLast());
    assertEquals(1, pauses);
  }

  private Place overwrite() throws Exception {
    RawManifest theirs = pushed("theirs");
    String json =
        "{\"schemaVersion\":2,\"manifests\":[" + JsonText.compact(theirs.descriptor().json()).utf8() + "]}";
    registry.pushTag(fallback, RawManifest.of(MediaType.OCI_INDEX, Bytes.utf8(json)), new Expected.Anything());
    return Place.FALLBACK_TAG;
  }

  /** Who read the index before we wrote it writes over us later than the first look would see. */
  @Test
  void whatIsWrittenOverUsALittleLaterIsSeen() throws Exception {
    serve(MemoryRegistry.without(Lack.REFERRERS_API, Lack.CONDITIONAL_WRITES));
    RawManifest ours = note("ours");
    var looks = new AtomicInteger();
    var writer = new AttachedWriter(registry, registry, new AttachedWriter.Pause() {
      @Override
      public void afterAttempt(int attempt) {}

      @Override
      public void settle(Duration time) {
        if (looks.getAndIncrement() == 0) {
          assertDoesNotThrow(AttachedWriterTest.this::overwrite);
        }
      }
    });
    assertEquals(Place.FALLBACK_TAG, writer.publish(APP, ours));
    assertEquals(2, looks.get());
    assertEquals(2, listed().size());
    assertEquals(ours.digest(), listed().getLast());
  }

  @Test
  void whoLosesTenTimesSaysSo() throws Exception {
    serve(MemoryRegistry.without(Lack.REFERRERS_API, Lack.CONDITIONAL_WRITES));
    RawManifest ours = note("ours");
    RegistryException lost = assertFails(
        Kind.CONFLICT, () -> writer(new Contended(false, 10, this::overwrite)).publish(APP, ours));
    assertTrue(String.valueOf(lost.getMessage()).contains(ours.digest().toString()), lost.getMessage());
    assertEquals(9, pauses, "none after the last");
    assertEquals(Place.FALLBACK_TAG, writer(new Contended(false, 9, this::overwrite)).publish(APP, ours));
  }

  @Test
  void otherFailuresAreNotTriedAgain() throws Exception {
    var failing = new Contended(true, 1, () -> {
      throw new RegistryException(Kind.DENIED, "PUT", "registry.test", "as told");
    });
    assertFails(Kind.DENIED, () -> writer(failing).publish(APP, note("one")));
    assertEquals(0, pauses);
  }

  @Test
  void whoIsInterruptedWhileWaitingStops() throws Exception {
    serve(MemoryRegistry.without(Lack.REFERRERS_API, Lack.CONDITIONAL_WRITES));
    var writer = new AttachedWriter(registry, new Contended(false, 5, this::overwrite), attempt -> {
      throw new InterruptedException();
    });
    assertFails(Kind.TIMEOUT, () -> writer.publish(APP, note("one")));
    assertTrue(Thread.interrupted());
  }

  /** While one looks whether its write has lasted, another of this process waits, and does not write over it. */
  @Test
  void aWriterWaitsForItsTurn() throws Exception {
    RawManifest ours = note("ours");
    RawManifest theirs = note("theirs");
    var overtaken = new AtomicBoolean();
    var started = new AtomicBoolean();
    Thread other = new Thread(() -> assertDoesNotThrow(
        () -> new AttachedWriter(registry, registry, settling(() -> overtaken.set(true))).publish(APP, theirs)));
    new AttachedWriter(registry, registry, settling(() -> {
      if (started.compareAndSet(false, true)) {
        other.start();
        while (other.isAlive() && other.getState() != Thread.State.WAITING && !overtaken.get()) {
          Thread.onSpinWait();
        }
        assertFalse(overtaken.get(), "the other did not wait");
      }
    })).publish(APP, ours);
    other.join();
    assertEquals(List.of(ours.digest(), theirs.digest()), listed());
  }

  private static AttachedWriter.Pause settling(Runnable settling) {
    return new AttachedWriter.Pause() {
      @Override
      public void afterAttempt(int attempt) {}

      @Override
      public void settle(Duration time) {
        settling.run();
      }
    };
  }
}
