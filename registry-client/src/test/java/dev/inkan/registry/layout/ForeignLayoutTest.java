package dev.inkan.registry.layout;

import static dev.inkan.registry.layout.OnDisk.fails;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.RegistryWriter.Expected;
import dev.inkan.registry.attached.Attached;
import dev.inkan.registry.attached.Attachment;
import dev.inkan.registry.attached.Listing;
import dev.inkan.registry.attached.Place;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.content.MediaType;
import dev.inkan.registry.content.RawManifest;
import dev.inkan.registry.testing.TestImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What skopeo, oras, crane and {@code cosign save} write, and what of it hangs on an image. */
class ForeignLayoutTest {
  private static final String COSIGN = "\"kind\":\"dev.cosignproject.cosign/";

  private OnDisk layout;
  private RawManifest image;

  @BeforeEach
  void setUp(@TempDir Path folder) throws Exception {
    layout = OnDisk.at(folder);
    image = layout.image("v1");
  }

  /** An entry as ggcr, and so cosign and crane, write it. */
  private static String entry(RawManifest manifest, String annotations) {
    return "{\"mediaType\":\"" + manifest.mediaType() + "\",\"size\":" + manifest.bytes().size() + ",\"digest\":\""
        + manifest.digest() + "\"" + (annotations.isEmpty() ? "" : ",\"annotations\":{" + annotations + "}") + "}";
  }

  private void list(String... entries) throws IOException {
    layout.writeIndex("{\n  \"schemaVersion\": 2,\n  \"mediaType\": \"application/vnd.oci.image.index.v1+json\",\n"
        + "  \"manifests\": [" + String.join(",", entries) + "]\n}");
  }

  private String sig() {
    return "sha256-" + image.digest().encoded() + ".sig";
  }

  /** crane pull --format=oci. */
  @Test
  void anImageWithoutANameIsTheOnlyOne() throws Exception {
    list(entry(image, ""));
    assertEquals(layout.digest(image.digest()), layout.registry().only(layout.repository()));
    assertEquals(image, layout.registry().manifest(layout.digest(image.digest())));
    assertEquals(List.of(), layout.registry().tags(layout.repository()));
  }

  /** cosign save of what has .sig and .att tags. */
  @Test
  void familiesThatCosignSavedAreFoundByWhatTheyAreMarkedAs() throws Exception {
    RawManifest sigs = TestImages.pushImage(layout.registry(), layout.tag("sigs"));
    RawManifest atts = TestImages.pushImage(layout.registry(), layout.tag("atts"));
    list(
        entry(image, COSIGN + "image\""), entry(sigs, COSIGN + "sigs\""), entry(atts, COSIGN + "atts\""));
    String att = sig().replace(".sig", ".att");
    assertEquals(sigs, layout.registry().resolve(layout.tag(sig())));
    assertEquals(atts, layout.registry().resolve(layout.tag(att)));
    assertEquals(List.of(att, sig()), layout.registry().tags(layout.repository()));
    assertEquals(layout.digest(image.digest()), layout.registry().only(layout.repository()));
    fails(Kind.NOT_FOUND, () -> layout.registry().resolve(
        layout.tag("sha256-" + sigs.digest().encoded() + ".sig")));
  }

  /** What is marked belongs to the only image; of two, nobody can tell to which. */
  @Test
  void familiesOfSeveralImagesAreNobodys() throws Exception {
    RawManifest other = layout.image("v2");
    RawManifest sigs = TestImages.pushImage(layout.registry(), layout.tag("sigs"));
    list(
        entry(image, COSIGN + "image\""), entry(other, COSIGN + "image\""), entry(sigs, COSIGN + "sigs\""));
    fails(Kind.NOT_FOUND, () -> layout.registry().resolve(layout.tag(sig())));
    assertEquals(List.of(), layout.registry().tags(layout.repository()));
  }

  @Test
  void twoFamiliesOfTheOnlyImageContradictEachOther() throws Exception {
    RawManifest one = TestImages.pushImage(layout.registry(), layout.tag("one"));
    RawManifest two = TestImages.pushImage(layout.registry(), layout.tag("two"));
    list(entry(image, COSIGN + "image\""), entry(one, COSIGN + "sigs\""), entry(two, COSIGN + "sigs\""));
    fails(Kind.INTEGRITY, () -> layout.registry().resolve(layout.tag(sig())));
  }

  /** Otherwise the signatures of the first image would be lost the moment that a second one joins it. */
  @Test
  void aSavedFamilyGetsItsNameBeforeAnotherImageJoins() throws Exception {
    RawManifest sigs = TestImages.pushImage(layout.registry(), layout.tag("sigs"));
    list(entry(image, COSIGN + "image\""), entry(sigs, COSIGN + "sigs\""));
    layout.image("v2");
    assertEquals(sigs, layout.again().registry().resolve(layout.tag(sig())));
    assertEquals(List.of(sig(), "v2"), layout.again().registry().tags(layout.repository()));
  }

  @Test
  void aSavedFamilyIsReplacedByWhatIsWrittenUnderItsTag() throws Exception {
    RawManifest sigs = TestImages.pushImage(layout.registry(), layout.tag("sigs"));
    RawManifest more = TestImages.pushImage(layout.registry(), layout.tag("more"));
    list(entry(image, COSIGN + "image\""), entry(sigs, COSIGN + "sigs\""));
    fails(Kind.CONFLICT, () -> layout.registry().pushTag(layout.tag(sig()), more, new Expected.Absent()));
    layout.registry().pushTag(layout.tag(sig()), more, new Expected.Named(sigs.digest()));
    assertEquals(more, layout.again().registry().resolve(layout.tag(sig())));
    assertEquals(2, layout.entries().size(), layout.index());
    assertTrue(layout.index().contains("cosign/sigs"), layout.index());
  }

  /** cosign save of what has bundles: they lie among the blobs, and nothing lists them. */
  @Test
  void whatHangsOnAnImageIsFoundThoughNothingListsIt() throws Exception {
    RawManifest listed = layout.note(image, "listed", Map.of());
    layout.registry().pushManifest(layout.repository(), listed);
    RawManifest unlisted = layout.note(image, "unlisted", Map.of("who", "me"));
    layout.put(unlisted.bytes());
    RawManifest elsewhere = layout.note(listed, "on another", Map.of());
    layout.put(elsewhere.bytes());
    assertEquals(List.of(listed.digest(), unlisted.digest()), layout.again().referrers(image));
    assertEquals(List.of(elsewhere.digest()), layout.again().referrers(listed));
    RawManifest later = layout.note(image, "later", Map.of());
    layout.put(later.bytes());
    OnDisk again = layout.again();
    assertEquals(3, again.referrers(image).size(), "one run that looks twice sees it, too");
    assertEquals(3, again.referrers(image).size());
    assertEquals(unlisted, again.registry().manifest(again.digest(unlisted.digest())));
  }

  /** A manifest need not say what it is; a JSON file that is none hangs on nothing. */
  @Test
  void manifestsAreToldFromOtherJson() throws Exception {
    RawManifest note = layout.note(image, "one", Map.of());
    String text = note.bytes().utf8();
    Digest silent = layout.put(
        Bytes.utf8(" \n" + text.replaceFirst("\"mediaType\":\"[^\"]*\",", "")));
    layout.put(Bytes.utf8(text.replace(MediaType.OCI_MANIFEST.value(), "application/vnd.in-toto+json")));
    layout.put(Bytes.utf8(text.replace("\"schemaVersion\":2", "\"schemaVersion\":1")));
    layout.put(Bytes.utf8(text.replace("\"schemaVersion\":2,", "")));
    layout.put(Bytes.utf8(text + "{}"));
    layout.put(Bytes.utf8("{"));
    layout.put(Bytes.EMPTY);
    assertEquals(List.of(silent), layout.again().referrers(image));
    assertEquals(
        MediaType.OCI_MANIFEST, layout.registry().manifest(layout.digest(silent)).mediaType());
  }

  /** What cannot be told apart from what hangs there is listed, and judged by whoever opens it. */
  @Test
  void whatIsNotWhatItsNameSaysIsListedAndFails() throws Exception {
    RawManifest note = layout.note(image, "one", Map.of());
    layout.registry().pushManifest(layout.repository(), note);
    RawManifest unlisted = layout.note(image, "two", Map.of());
    layout.put(unlisted.bytes());
    for (RawManifest each : List.of(note, unlisted)) {
      Files.writeString(layout.blob(each.digest()), each.bytes().utf8().replace("example", "exampel"));
    }
    OnDisk again = layout.again();
    assertEquals(List.of(note.digest(), unlisted.digest()), again.referrers(image));
    Listing listing = new Attached(again.registry()).list(again.digest(image.digest()), Place.REFERRERS_API);
    for (Descriptor entry : listing.entries()) {
      fails(Kind.INTEGRITY, () -> new Attached(again.registry()).open(
          again.digest(image.digest()), listing, entry));
    }
  }

  @Test
  void whatIsListedAndMissingIsNotCalledAbsent() throws Exception {
    RawManifest note = layout.note(image, "one", Map.of());
    layout.registry().pushManifest(layout.repository(), note);
    Files.delete(layout.blob(note.digest()));
    OnDisk again = layout.again();
    Listing listing = new Attached(again.registry()).list(again.digest(image.digest()), Place.REFERRERS_API);
    assertEquals(1, listing.entries().size());
    fails(Kind.UNAVAILABLE, () -> new Attached(again.registry()).open(
        again.digest(image.digest()), listing, listing.entries().getFirst()));
  }

  /** One that is broken hides none that is whole. */
  @Test
  void oneThatIsBrokenHidesNoOther() throws Exception {
    RawManifest broken = layout.note(image, "broken", Map.of());
    RawManifest good = layout.note(image, "good", Map.of());
    for (RawManifest each : List.of(broken, good)) {
      layout.registry().pushManifest(layout.repository(), each);
    }
    Files.writeString(layout.blob(broken.digest()), "{\"broken\":true}");
    OnDisk again = layout.again();
    var attached = new Attached(again.registry());
    Listing listing = attached.list(again.digest(image.digest()), Place.REFERRERS_API);
    assertEquals(2, listing.entries().size());
    Attachment opened = attached.open(again.digest(image.digest()), listing, listing.entries().getLast());
    assertEquals(good, ((Attachment.Hanging) opened).raw());
  }

  /** A bound that is hit is said, and never a shorter list. */
  @Test
  void theScanHasBounds() throws Exception {
    RawManifest note = layout.note(image, "one", Map.of());
    layout.put(note.bytes());
    var folder = new Folder(layout.root());
    var request = new Request(layout.repository(), "look");
    LayoutIndex index = LayoutIndex.parse(Bytes.utf8(layout.index()));
    assertEquals(1, new ReferrerScan(folder, 100, 100_000).of(request, image.digest(), index).size());
    fails(Kind.TOO_LARGE, () -> new ReferrerScan(folder, 3, 100_000).of(request, image.digest(), index));
    fails(Kind.TOO_LARGE, () -> new ReferrerScan(folder, 100, 600).of(request, image.digest(), index));
    assertFalse(ReferrerScan.MAX_FILES < 100_000);
  }

  /** skopeo copy oci:dir:v1, oras cp --to-oci-layout: only a name. */
  @Test
  void namesAreTags() throws Exception {
    RawManifest other = layout.image("v2");
    list(
        entry(image, "\"org.opencontainers.image.ref.name\":\"v1\""),
        entry(other, "\"org.opencontainers.image.ref.name\":\"v2\""));
    assertEquals(List.of("v1", "v2"), layout.registry().tags(layout.repository()));
    assertEquals(other, layout.registry().resolve(layout.tag("v2")));
  }

  @Test
  void aFolderWithoutBlobsHasNoImage() throws Exception {
    list(entry(image, "\"org.opencontainers.image.ref.name\":\"v1\""));
    try (var blobs = Files.list(layout.file("blobs/sha256"))) {
      for (Path blob : blobs.toList()) {
        Files.delete(blob);
      }
    }
    Files.delete(layout.file("blobs/sha256"));
    Files.delete(layout.file("blobs"));
    fails(Kind.INTEGRITY, () -> layout.registry().resolve(layout.tag("v1")));
    fails(Kind.NOT_FOUND, () -> layout.registry().manifest(layout.digest(image.digest())));
  }
}
