package dev.inkan.cli.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inkan.cli.inspect.Node.Content;
import dev.inkan.cli.inspect.Node.Reading;
import dev.inkan.cli.inspect.Node.State;
import dev.inkan.cli.surroundings.Outcome;
import dev.inkan.envelope.EnvelopeFormat;
import dev.inkan.envelope.bundle.SigstoreBundle;
import dev.inkan.envelope.claim.ContainerImage;
import dev.inkan.envelope.simplesigning.SimpleSigning;
import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryWriter.Expected;
import dev.inkan.registry.attached.FallbackTag;
import dev.inkan.registry.attached.FamilyTag;
import dev.inkan.registry.attached.Place;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.content.JsonText;
import dev.inkan.registry.content.MediaType;
import dev.inkan.registry.content.RawManifest;
import dev.inkan.registry.memory.Lack;
import dev.inkan.registry.memory.MemoryRegistry;
import dev.inkan.registry.reference.Reference.ByDigest;
import dev.inkan.registry.reference.Reference.ByTag;
import dev.inkan.registry.reference.Repository;
import dev.inkan.registry.testing.ScriptedReader;
import dev.inkan.registry.testing.TestImages;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is seen of an image; the everyday of it are {@code testdata/scripts/inspect*.txt}. */
class GatheringTest {
  private static final Repository APP = new Repository("registry.test", "app");
  private static final ByTag TAG = new ByTag(APP, "v1");
  private static final MediaType NOTE = new MediaType("application/vnd.example.note");
  private static final List<EnvelopeFormat> FORMATS = List.of(new SigstoreBundle(), new SimpleSigning());
  private static final Path SIG_TAGS = Path.of(System.getProperty("inkan.root"), "testdata", "simplesigning");

  private final MemoryRegistry registry = MemoryRegistry.without(Lack.CONTENT_CHECKS);
  private final ScriptedReader reader = new ScriptedReader(registry);
  private RawManifest image;

  @BeforeEach
  void pushImage() throws Exception {
    image = TestImages.pushImage(registry, TAG);
  }

  private Inspection inspect() throws RegistryException {
    Inspection inspection = Gathering.of(reader, FORMATS, TAG);
    List<String> text = InspectionText.lines(inspection, Instant.parse("2026-06-01T12:00:00Z"));
    assertTrue(text.stream().allMatch(line -> line.length() <= 100), String.join("\n", text));
    return inspection;
  }

  private RawManifest hang(Descriptor subject, MediaType type, String text) throws Exception {
    RawManifest artifact =
        TestImages.artifact(registry, APP, subject, type, Bytes.utf8(text), Map.of());
    registry.pushManifest(APP, artifact);
    return artifact;
  }

  private void pushFallback(Descriptor... entries) throws Exception {
    var json = new ArrayList<String>();
    for (Descriptor entry : entries) {
      json.add(new String(JsonText.compact(entry.json()).toByteArray(), StandardCharsets.UTF_8));
    }
    String index = "{\"schemaVersion\":2,\"manifests\":[" + String.join(",", json) + "]}";
    ByTag tag = FallbackTag.of(new ByDigest(APP, image.digest()));
    registry.pushTag(tag, RawManifest.of(MediaType.OCI_INDEX, Bytes.utf8(index)), new Expected.Anything());
  }

  private static Content only(Inspection inspection) {
    assertEquals(1, inspection.root().attached().size(), inspection.toString());
    return inspection.root().attached().getFirst().content();
  }

  private static Content.Artifact onlyArtifact(Inspection inspection) {
    return assertInstanceOf(Content.Artifact.class, only(inspection));
  }

  @Test
  void anImageThatIsNotThereIsAFailure() {
    var nowhere = new ByTag(APP, "nowhere");
    var failure = assertThrows(RegistryException.class, () -> Gathering.of(reader, FORMATS, nowhere));
    assertEquals(RegistryException.Kind.NOT_FOUND, failure.kind());
  }

  @Test
  void anEntryThatTwoPlacesListIsShownOnceWithBoth() throws Exception {
    pushFallback(hang(image.descriptor(), NOTE, "a note").descriptor());
    Inspection inspection = inspect();
    assertEquals(
        List.of(Place.REFERRERS_API, Place.FALLBACK_TAG),
        inspection.root().attached().getFirst().foundAt());
    assertEquals(8, onlyArtifact(inspection).bytes() + 2);
    assertEquals(Outcome.DONE, inspection.outcome());
  }

  @Test
  void aPlaceThatCannotBeReadHidesNoOther() throws Exception {
    pushFallback(hang(image.descriptor(), NOTE, "a note").descriptor());
    reader.failReferrers(RegistryException.Kind.RATE_LIMITED);
    Inspection inspection = inspect();
    assertInstanceOf(State.Unread.class, inspection.root().looks().getFirst().state());
    assertEquals(NOTE, onlyArtifact(inspection).type());
    assertEquals(Outcome.UNDETERMINED, inspection.outcome());
  }

  @Test
  void whatCannotBeReadMayBeAnything() throws Exception {
    RawManifest note = hang(image.descriptor(), NOTE, "a note");
    reader.failManifest(RegistryException.Kind.UNAVAILABLE);
    Inspection inspection = inspect();
    assertEquals(note.digest(), inspection.root().attached().getFirst().descriptor().digest());
    assertInstanceOf(Content.Unread.class, only(inspection));
    assertEquals(Outcome.UNDETERMINED, inspection.outcome());
  }

  @Test
  void whatContradictsItsDigestIsMalformedAndNoMatterOfTryingAgain() throws Exception {
    hang(image.descriptor(), NOTE, "a note");
    reader.failManifest(RegistryException.Kind.INTEGRITY);
    Inspection inspection = inspect();
    assertInstanceOf(Content.Malformed.class, only(inspection));
    assertEquals(Outcome.DENIED, inspection.outcome());
  }

  @Test
  void whatIsListedAndGoneIsAnOrphan() throws Exception {
    pushFallback(Descriptor.of(MediaType.OCI_MANIFEST, Bytes.utf8("gone")));
    Inspection inspection = inspect();
    assertInstanceOf(Content.Orphaned.class, only(inspection));
    assertEquals(Outcome.DONE, inspection.outcome());
  }

  @Test
  void whatNamesAnotherSubjectIsAnOrphan() throws Exception {
    RawManifest other = TestImages.pushImage(registry, new ByTag(APP, "other"), "other");
    pushFallback(hang(other.descriptor(), NOTE, "a note").descriptor());
    assertTrue(assertInstanceOf(Content.Orphaned.class, only(inspect())).why().contains(other.digest().toString()));
  }

  @Test
  void whatDoesNotParseIsMalformed() throws Exception {
    RawManifest broken = RawManifest.of(MediaType.OCI_MANIFEST, Bytes.utf8("{\"schemaVersion\":1}"));
    registry.pushManifest(APP, broken);
    pushFallback(broken.descriptor());
    assertInstanceOf(Content.Malformed.class, only(inspect()));
    pushFallback(new Descriptor(MediaType.OCI_MANIFEST, Digest.parse("blake3:" + "0".repeat(64)), 2));
    assertInstanceOf(Content.Malformed.class, only(inspect()));
  }

  @Test
  void anImageThatDoesNotParseIsMalformed() throws Exception {
    registry.pushTag(
        TAG, RawManifest.of(MediaType.OCI_MANIFEST, Bytes.utf8("{}")), new Expected.Anything());
    assertInstanceOf(Content.Malformed.class, inspect().root().content());
  }

  @Test
  void whatHangsOnWhatHangsIsShownToo() throws Exception {
    RawManifest sbom = hang(image.descriptor(), new MediaType("application/spdx+json"), "{}");
    RawManifest note = hang(sbom.descriptor(), NOTE, "about the SBOM");
    Node shown = inspect().root().attached().getFirst();
    assertEquals(note.digest(), shown.attached().getFirst().descriptor().digest());
  }

  @Test
  void aChainWithoutAnEndIsCutShort() throws Exception {
    RawManifest last = image;
    for (int i = 0; i < 10; i++) {
      last = hang(last.descriptor(), NOTE, "note " + i);
    }
    Inspection inspection = inspect();
    assertEquals(List.of("manifests hang on each other more than 7 deep"), inspection.bounds());
    assertEquals(Outcome.DENIED, inspection.outcome());
  }

  @Test
  void aFloodIsCutShort() throws Exception {
    var entries = new ArrayList<Descriptor>();
    for (int i = 0; i < 1000; i++) {
      entries.add(Descriptor.of(MediaType.OCI_MANIFEST, Bytes.utf8("gone " + i)));
    }
    pushFallback(entries.toArray(Descriptor[]::new));
    Inspection inspection = inspect();
    assertEquals(999, inspection.root().attached().size());
    assertEquals(1, inspection.bounds().size());
    assertEquals(Outcome.DENIED, inspection.outcome());
    assertEquals(999, reader.manifestReads());
  }

  @Test
  void aChildThatStandsTwiceIsShownOnce() throws Exception {
    String child = new String(
        JsonText.compact(image.descriptor().json()).toByteArray(), StandardCharsets.UTF_8);
    String index = "{\"schemaVersion\":2,\"manifests\":[" + child + "," + child + "]}";
    registry.pushTag(TAG, RawManifest.of(MediaType.OCI_INDEX, Bytes.utf8(index)), new Expected.Anything());
    List<Node> children = assertInstanceOf(Content.Index.class, inspect().root().content()).children();
    assertInstanceOf(Content.Image.class, children.getFirst().content());
    assertInstanceOf(Content.Repeated.class, children.getLast().content());
  }

  @ParameterizedTest
  @CsvSource({
    "application/vnd.cncf.notary.signature, SIGNATURE",
    "application/vnd.dev.sigstore.bundle.v0.3+json, SIGNATURE",
    "application/vnd.dev.cosign.simplesigning.v1+json, SIGNATURE",
    "application/vnd.dsse.envelope.v1+json, ATTESTATION",
    "application/vnd.in-toto+json, ATTESTATION",
    "application/spdx+json, SBOM",
    "text/spdx, SBOM",
    "application/vnd.cyclonedx+xml, SBOM",
    "application/vnd.syft+json, SBOM",
    "application/vnd.example.note, OTHER",
  })
  void mediaTypesTellWhatAnArtifactIsFor(String type, Kind kind) throws Exception {
    hang(image.descriptor(), new MediaType(type), "{}");
    assertEquals(kind, onlyArtifact(inspect()).kind());
  }

  /** An SBOM may have a hundred megabytes, and says nothing that is shown. */
  @Test
  void anSbomIsNotFetched() throws Exception {
    TestImages.pushImage(registry, TAG);
    hang(image.descriptor(), new MediaType("application/spdx+json"), "{}");
    reader.failBlob(RegistryException.Kind.NOT_FOUND);
    assertEquals(2, onlyArtifact(inspect()).bytes());
    reader.failBlob(RegistryException.Kind.UNAVAILABLE);
    // The image's own configuration is all that could not be read.
    assertEquals(Outcome.UNDETERMINED, inspect().outcome());
  }

  @Test
  void aBundleThatCannotBeReadIsAnnouncedByNothing() throws Exception {
    hang(image.descriptor(), SigstoreBundle.V03, "{}");
    assertInstanceOf(Reading.Malformed.class, onlyArtifact(inspect()).parts().getFirst().reading());
    reader.failBlob(RegistryException.Kind.RATE_LIMITED);
    assertInstanceOf(Reading.Unread.class, onlyArtifact(inspect()).parts().getFirst().reading());
    assertEquals(Outcome.UNDETERMINED, inspect().outcome());
    reader.failBlob(RegistryException.Kind.INTEGRITY);
    assertInstanceOf(Reading.Malformed.class, onlyArtifact(inspect()).parts().getFirst().reading());
    assertEquals(Outcome.DENIED, inspect().outcome());
  }

  private void pushSigTag(String name, Digest subject) throws Exception {
    Bytes bytes = Bytes.of(Files.readAllBytes(SIG_TAGS.resolve(name + ".manifest.json")));
    RawManifest manifest = RawManifest.of(MediaType.OCI_MANIFEST, bytes);
    try (var payloads = Files.list(SIG_TAGS)) {
      for (Path payload : payloads.filter(file -> file.toString().endsWith(".payload.json")).toList()) {
        TestImages.pushBlob(registry, APP, SimpleSigning.LAYER, Bytes.of(Files.readAllBytes(payload)));
      }
    }
    ByTag tag = FamilyTag.of(new ByDigest(APP, subject), "sig").orElseThrow();
    registry.pushTag(tag, manifest, new Expected.Anything());
  }

  /** The image of those vectors is not ours to push, so it is told by its digest only. */
  @Test
  void signaturesOfCosignUnderAnotherImagesTagAreOrphans() throws Exception {
    pushSigTag("cosign2-three-layers", image.digest());
    Content.Artifact artifact = onlyArtifact(inspect());
    assertEquals(Kind.SIGNATURE, artifact.kind());
    assertEquals(3, artifact.parts().size());
    for (Node.Part part : artifact.parts()) {
      assertEquals("cosign", part.format());
      String why = assertInstanceOf(Reading.Orphaned.class, part.reading()).why();
      assertTrue(why.contains("sha256:d8d6a27d398982038cfab36077de7d85fde2d5abd3fbc56bc21a761a18407101"), why);
    }
  }

  @Test
  void signaturesUnderATagSayWhatTheSignerCallsTheImage() throws Exception {
    Bytes payload = ContainerImage.cosign("registry.test/app:v1", image.digest(), Map.of());
    Descriptor layer = SimpleSigning.layer(payload, Bytes.utf8("no signature, and nobody asks"));
    TestImages.pushBlob(registry, APP, SimpleSigning.LAYER, payload);
    Descriptor config = TestImages.pushBlob(registry, APP, MediaType.OCI_CONFIG, Bytes.utf8("{}"));
    RawManifest manifest = TestImages.manifest(config, List.of(layer), null, null, Map.of());
    ByTag tag = FamilyTag.of(new ByDigest(APP, image.digest()), "sig").orElseThrow();
    registry.pushTag(tag, manifest, new Expected.Anything());
    // A listing that names it, too, does not make it an orphan, though it has no subject.
    pushFallback(manifest.descriptor());
    Content.Artifact artifact = onlyArtifact(inspect());
    assertEquals(
        new Reading.Claimed("cosign container image signature", "registry.test/app:v1"),
        artifact.parts().getFirst().reading());
  }

  @Test
  void aConfigurationThatIsNoneIsSaid() throws Exception {
    Descriptor config = TestImages.pushBlob(registry, APP, MediaType.OCI_CONFIG, Bytes.utf8("not JSON"));
    registry.pushTag(
        TAG, TestImages.manifest(config, List.of(), null, null, Map.of()), new Expected.Anything());
    var shown = assertInstanceOf(Content.Image.class, inspect().root().content());
    assertTrue(String.valueOf(shown.fault()).contains("not strict JSON"), String.valueOf(shown.fault()));
  }

  @ParameterizedTest
  @CsvSource({
    "2026-05-01T10:00:00Z, 2026-05-01T10:00:00Z",
    "2026-05-01T12:00:00.5+02:00, 2026-05-01T10:00:00.500Z",
    "0001-01-01T00:00:00Z,",
    "1970-01-01T00:00:00Z,",
    "yesterday,",
    ",",
  })
  void aTimeIsWhatAManifestSaysAndTheBeginningOfACalendarIsNone(String text, Instant time) {
    assertEquals(time, Configuration.time(text));
  }
}
