package dev.inkan.registry.attached;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.RegistryWriter.Expected;
import dev.inkan.registry.attached.Attachment.Cause;
import dev.inkan.registry.attached.Attachment.Hanging;
import dev.inkan.registry.attached.Attachment.Stray;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Listing and opening what hangs on a digest; registry.md 1.6 and 6 #32-#45. */
class AttachedTest {
  private static final Repository APP = new Repository("registry.test", "app");
  private static final MediaType NOTE = new MediaType("application/vnd.example.note");

  /** It checks nothing, so that anything can be put there. */
  private final MemoryRegistry registry = MemoryRegistry.without(Lack.CONTENT_CHECKS);
  private final ScriptedReader reader = new ScriptedReader(registry);
  private final Attached attached = new Attached(reader);
  private RawManifest image;
  private ByDigest subject;
  private ByTag fallback;

  @BeforeEach
  void pushImage() throws Exception {
    image = TestImages.pushImage(registry, new ByTag(APP, "v1"));
    subject = new ByDigest(APP, image.digest());
    fallback = FallbackTag.of(subject);
  }

  private RawManifest hang(String text) throws Exception {
    RawManifest artifact =
        TestImages.artifact(registry, APP, image.descriptor(), NOTE, Bytes.utf8(text), Map.of());
    registry.pushManifest(APP, artifact);
    return artifact;
  }

  private void pushFallback(MediaType type, String json) throws Exception {
    registry.pushTag(fallback, RawManifest.of(type, Bytes.utf8(json)), new Expected.Anything());
  }

  private static String index(Descriptor... entries) {
    var json = new ArrayList<String>();
    for (Descriptor entry : entries) {
      json.add(new String(JsonText.compact(entry.json()).toByteArray(),
          StandardCharsets.UTF_8));
    }
    return "{\"schemaVersion\":2,\"manifests\":[" + String.join(",", json) + "]}";
  }

  private static RegistryException assertFails(Kind kind, Executable call) {
    RegistryException failure = assertThrows(RegistryException.class, call);
    assertEquals(kind, failure.kind(), failure.getMessage());
    return failure;
  }

  static List<Place> places() {
    return List.of(Place.REFERRERS_API, Place.FALLBACK_TAG);
  }

  @Test
  void everyPlaceIsLookedAtByItself() throws Exception {
    assertEquals(List.of(Place.REFERRERS_API, Place.FALLBACK_TAG), attached.places());
    RawManifest one = hang("one");
    Descriptor two = Descriptor.of(MediaType.OCI_MANIFEST, Bytes.utf8("two"));
    pushFallback(MediaType.OCI_INDEX, index(two));
    assertEquals(
        List.of(one.digest()),
        attached.list(subject, Place.REFERRERS_API).entries().stream().map(Descriptor::digest).toList());
    assertEquals(List.of(two), attached.list(subject, Place.FALLBACK_TAG).entries());
  }

  /** cosign keeps signatures without a subject under a tag made of the digest. */
  @Test
  void aTagFamilyListsTheManifestOfItsTagWhateverItsSubject() throws Exception {
    var families = new Attached(reader, List.of("sig", "att"));
    Place place = Place.family("sig");
    assertEquals(
        List.of(Place.REFERRERS_API, Place.FALLBACK_TAG, place, Place.family("att")), families.places());
    assertEquals(new Listing(place, true, List.of(), List.of()), families.list(subject, place));
    String tag = "sha256-" + subject.digest().encoded() + ".sig";
    RawManifest other = TestImages.pushImage(registry, new ByTag(subject.repository(), tag), "signatures");
    Listing listing = families.list(subject, place);
    assertEquals(List.of(other.descriptor()), listing.entries());
    var hanging = assertInstanceOf(Hanging.class, families.open(subject, listing, other.descriptor()));
    assertEquals(other, hanging.raw());
    assertEquals(List.of(), families.list(subject, Place.family("att")).entries());
  }

  @Test
  void aDigestThatIsTooLongForATagHasNoFamilies() throws Exception {
    var sha512 = new ByDigest(subject.repository(), Digest.parse("sha512:" + "0".repeat(128)));
    assertEquals(
        new Listing(Place.family("sig"), false, List.of(), List.of()),
        new Attached(reader, List.of("sig")).list(sha512, Place.family("sig")));
  }

  @Test
  void placesHaveNamesForReports() {
    assertEquals("sig-tag", Place.family("sig").label());
    assertEquals("referrers-api", Place.REFERRERS_API.label());
    assertEquals("fallback-tag", Place.FALLBACK_TAG.label());
  }

  @Test
  void aPlaceThatAnsweredCanBeEmpty() throws Exception {
    assertEquals(
        new Listing(Place.REFERRERS_API, true, List.of(), List.of()), attached.list(subject, Place.REFERRERS_API));
    assertEquals(
        new Listing(Place.FALLBACK_TAG, true, List.of(), List.of()), attached.list(subject, Place.FALLBACK_TAG));
  }

  @Test
  void aPlaceThatIsNotOfferedSaysSo() throws Exception {
    var old = new Attached(MemoryRegistry.without(Lack.REFERRERS_API));
    assertEquals(
        new Listing(Place.REFERRERS_API, false, List.of(), List.of()), old.list(subject, Place.REFERRERS_API));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Listing(Place.REFERRERS_API, false, List.of(image.descriptor()), List.of()));
  }

  /** A031, registry.md 6 #42: no failure reads as "none"; 404 is the only answer that does, and only for the tag. */
  @ParameterizedTest
  @EnumSource(value = Kind.class)
  void aFailedListingIsNeverEmpty(Kind kind) throws Exception {
    reader.failReferrers(kind);
    assertFails(kind, () -> attached.list(subject, Place.REFERRERS_API));
    reader.failResolve(kind);
    if (kind == Kind.NOT_FOUND) {
      assertEquals(List.of(), attached.list(subject, Place.FALLBACK_TAG).entries());
    } else {
      assertFails(kind, () -> attached.list(subject, Place.FALLBACK_TAG));
    }
  }

  /** cosign's wrong artifact types (registry.md 1.6): nothing is filtered by what a listing says it is. */
  @Test
  void entriesOfEveryTypeAreListed() throws Exception {
    Descriptor untyped = Descriptor.of(MediaType.OCI_MANIFEST, Bytes.utf8("a"));
    Descriptor odd = Descriptor.of(new MediaType("text/plain"), Bytes.utf8("b"));
    var wrong = new Descriptor(
        MediaType.OCI_MANIFEST, Digest.sha256(Bytes.utf8("c")), 1, MediaType.OCI_EMPTY, Map.of("k", "v"), null);
    pushFallback(MediaType.OCI_INDEX, index(untyped, odd, wrong));
    assertEquals(List.of(untyped, odd, wrong), attached.list(subject, Place.FALLBACK_TAG).entries());
  }

  /** A026: once, unless the two say different things of the digest; then neither may hide the other. */
  @ParameterizedTest
  @MethodSource("places")
  void anEntryThatStandsTwiceIsListedOnce(Place place) throws Exception {
    Descriptor entry = Descriptor.of(MediaType.OCI_MANIFEST, Bytes.utf8("a"));
    var again = new Descriptor(entry.mediaType(), entry.digest(), entry.size(), NOTE, Map.of(), null);
    var lie = new Descriptor(entry.mediaType(), entry.digest(), entry.size() + 1);
    pushFallback(MediaType.OCI_INDEX, index(lie, entry, again));
    reader.listReferrers(List.of(lie, entry, again));
    assertEquals(List.of(lie, entry), attached.list(subject, place).entries());
  }

  /** A020, registry.md 6 #38: too many is its own failure, never a shorter list. */
  @ParameterizedTest
  @MethodSource("places")
  void aListingBeyondTheBoundIsTooLarge(Place place) throws Exception {
    var entries = new ArrayList<Descriptor>();
    for (int i = 0; i < Attached.MAX_ENTRIES; i++) {
      entries.add(Descriptor.of(MediaType.OCI_MANIFEST, Bytes.utf8("entry " + i)));
    }
    reader.listReferrers(entries);
    pushFallback(MediaType.OCI_INDEX, index(entries.toArray(Descriptor[]::new)));
    assertEquals(1000, attached.list(subject, place).entries().size());
    entries.add(entries.getFirst());
    reader.listReferrers(entries);
    pushFallback(MediaType.OCI_INDEX, index(entries.toArray(Descriptor[]::new)));
    RegistryException failure = assertFails(Kind.TOO_LARGE, () -> attached.list(subject, place));
    assertTrue(String.valueOf(failure.getMessage()).contains("1001 entries"), failure.getMessage());
    assertTrue(String.valueOf(failure.getMessage()).contains("bound of 1000"), failure.getMessage());
  }

  /** registry.md 6 #44, and what cosign copy leaves there: nothing is listed, and somebody is told. */
  @ParameterizedTest
  @CsvSource({
    "application/vnd.oci.image.manifest.v1+json",
    "application/vnd.docker.distribution.manifest.v2+json",
    "application/json",
    "text/html",
  })
  void aFallbackTagThatHoldsNoIndexListsNothingWithANotice(String type) throws Exception {
    pushFallback(new MediaType(type), "{}");
    Listing listing = attached.list(subject, Place.FALLBACK_TAG);
    assertTrue(listing.offered());
    assertEquals(List.of(), listing.entries());
    assertEquals(1, listing.notices().size());
    assertTrue(listing.notices().getFirst().contains(type), listing.notices().getFirst());
  }

  /** What cosign copy leaves: its entries are looked at all the same, for others may have been added. */
  @Test
  void aFallbackTagThatHoldsAnIndexOfPlatformsListsThemWithANotice() throws Exception {
    TestImages.PushedIndex other = TestImages.pushIndex(registry, new ByTag(APP, "other"));
    registry.pushTag(fallback, other.index(), new Expected.Anything());
    Listing listing = attached.list(subject, Place.FALLBACK_TAG);
    assertEquals(2, listing.entries().size());
    assertTrue(listing.notices().getFirst().contains("an index of another kind"), listing.notices().toString());
  }

  /** GitLab resolves the tag to the image itself: an index's children do not hang on it. */
  @Test
  void aFallbackTagThatHoldsTheImageItselfListsNothingWithANotice() throws Exception {
    var pushed = TestImages.pushIndex(registry, new ByTag(APP, "multi"));
    var multi = new ByDigest(APP, pushed.index().digest());
    registry.pushTag(FallbackTag.of(multi), pushed.index(), new Expected.Anything());
    Listing listing = attached.list(multi, Place.FALLBACK_TAG);
    assertEquals(List.of(), listing.entries());
    assertTrue(listing.notices().getFirst().contains("the image itself"), listing.notices().getFirst());
  }

  /** registry.md 6 #34, #35, #44: what it lists cannot be told, and that is not "none". */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{",
        "{}",
        "{\"schemaVersion\":2,\"manifests\":[{}]}",
        "{\"schemaVersion\":2,\"manifests\":[],\"manifests\":[]}",
        "{\"schemaVersion\":2,\"manifests\":[],\"layers\":[]}",
        "{\"schemaVersion\":2,\"manifests\":\"none\"}",
        "{\"schemaVersion\":2,\"mediaType\":\"text/plain\",\"manifests\":[]}",
      })
  void aFallbackIndexThatDoesNotParseIsUnknown(String json) throws Exception {
    pushFallback(MediaType.OCI_INDEX, json);
    assertFails(Kind.PROTOCOL, () -> attached.list(subject, Place.FALLBACK_TAG));
  }

  @Test
  void whatHangsThereIsOpened() throws Exception {
    RawManifest artifact = hang("one");
    Descriptor entry = attached.list(subject, Place.REFERRERS_API).entries().getFirst();
    var hanging = assertInstanceOf(Hanging.class, attached.open(subject, entry));
    assertEquals(artifact, hanging.raw());
    assertEquals(NOTE, hanging.image().artifactType());
  }

  /** The manifest is the authority, and only on what counts: a listing's type and annotations are hearsay. */
  @Test
  void whatAListingSaysOfTypeAndAnnotationsDoesNotMatter() throws Exception {
    Descriptor real = hang("one").descriptor();
    var wrong = new Descriptor(
        real.mediaType(), real.digest(), real.size(), MediaType.OCI_EMPTY, Map.of("a", "lie"), null);
    assertInstanceOf(Hanging.class, attached.open(subject, wrong));
  }

  private Stray assertStray(Cause cause, Descriptor entry) throws RegistryException {
    var stray = assertInstanceOf(Stray.class, attached.open(subject, entry));
    assertEquals(cause, stray.cause());
    assertFalse(stray.detail().isEmpty());
    return stray;
  }

  /** A025, registry.md 6 #41. */
  @Test
  void whatHangsOnAnotherDigestIsStray() throws Exception {
    Descriptor other = Descriptor.of(MediaType.OCI_MANIFEST, Bytes.utf8("other"));
    RawManifest elsewhere = TestImages.artifact(registry, APP, other, NOTE, Bytes.utf8("x"), Map.of());
    registry.pushManifest(APP, elsewhere);
    assertTrue(assertStray(Cause.WRONG_SUBJECT, elsewhere.descriptor()).detail().contains(other.digest().toString()));
  }

  @Test
  void theSameHexUnderAnotherAlgorithmIsAnotherDigest() throws Exception {
    var sameHex = new Digest("blake3", image.digest().encoded());
    var other = new Descriptor(image.mediaType(), sameHex, image.descriptor().size());
    RawManifest elsewhere = TestImages.artifact(registry, APP, other, NOTE, Bytes.utf8("x"), Map.of());
    registry.pushManifest(APP, elsewhere);
    assertStray(Cause.WRONG_SUBJECT, elsewhere.descriptor());
  }

  @Test
  void whatHangsOnNothingIsStray() throws Exception {
    assertStray(Cause.WRONG_SUBJECT, image.descriptor());
  }

  /** registry.md 6 #41, A023. */
  @Test
  void whatIsListedWithAnotherSizeOrTypeIsStray() throws Exception {
    Descriptor real = hang("one").descriptor();
    assertStray(Cause.WRONG_SIZE, new Descriptor(real.mediaType(), real.digest(), real.size() + 1));
    assertStray(Cause.WRONG_SIZE, new Descriptor(real.mediaType(), real.digest(), 0));
    assertStray(Cause.WRONG_MEDIA_TYPE, new Descriptor(MediaType.DOCKER_MANIFEST, real.digest(), real.size()));
  }

  /** A010, A011, A050: two readers would see two things. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{",
        "{}",
        "[]",
        "{\"schemaVersion\":2,\"subject\":1,\"subject\":2}",
        "{\"schemaVersion\":1}",
      })
  void whatIsMalformedIsStray(String json) throws Exception {
    RawManifest raw = RawManifest.of(MediaType.OCI_MANIFEST, Bytes.utf8(json));
    registry.pushManifest(APP, raw);
    assertStray(Cause.MALFORMED, raw.descriptor());
  }

  @Test
  void whatIsNoImageManifestIsStrayWithoutBeingFetched() throws Exception {
    assertStray(Cause.NOT_AN_IMAGE_MANIFEST, Descriptor.of(MediaType.OCI_INDEX, Bytes.utf8("nowhere")));
    assertStray(Cause.NOT_AN_IMAGE_MANIFEST, Descriptor.of(new MediaType("text/html"), Bytes.utf8("nowhere")));
    assertEquals(0, reader.manifestReads());
  }

  /** cli.md: a 404 for a digest that a listing of this run named is undetermined, never "does not exist". */
  @Test
  void whatWasListedAndIsGoneIsUnknown() {
    Descriptor gone = Descriptor.of(MediaType.OCI_MANIFEST, Bytes.utf8("gone"));
    RegistryException failure = assertFails(Kind.UNAVAILABLE, () -> attached.open(subject, gone));
    assertFalse(failure.kind().isVerdict());
    assertTrue(String.valueOf(failure.getMessage()).contains("listed"), failure.getMessage());
  }

  @ParameterizedTest
  @EnumSource(value = Kind.class, mode = EnumSource.Mode.EXCLUDE, names = "NOT_FOUND")
  void anEntryThatCannotBeReadIsAFailureAndNotStray(Kind kind) throws Exception {
    Descriptor real = hang("one").descriptor();
    reader.failManifest(kind);
    assertFails(kind, () -> attached.open(subject, real));
  }

  @Test
  void listingsCannotBeChangedLater() throws Exception {
    var entries = new ArrayList<>(List.of(image.descriptor()));
    var listing = new Listing(Place.FALLBACK_TAG, true, entries, List.of());
    entries.clear();
    assertEquals(1, listing.entries().size());
    assertThrows(UnsupportedOperationException.class, () -> listing.entries().clear());
  }
}
