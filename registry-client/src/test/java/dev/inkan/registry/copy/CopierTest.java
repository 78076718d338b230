package dev.inkan.registry.copy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.RegistryReader;
import dev.inkan.registry.RegistryWriter.Expected;
import dev.inkan.registry.attached.Attached;
import dev.inkan.registry.attached.Attachment;
import dev.inkan.registry.attached.FallbackTag;
import dev.inkan.registry.attached.Listing;
import dev.inkan.registry.attached.Place;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.content.JsonText;
import dev.inkan.registry.content.JsonValue;
import dev.inkan.registry.content.JsonValue.JsonArray;
import dev.inkan.registry.content.JsonValue.JsonNumber;
import dev.inkan.registry.content.JsonValue.JsonObject;
import dev.inkan.registry.content.JsonValue.JsonString;
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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is copied, what is not, and what stays at the destination. */
class CopierTest {
  private static final Repository APP = new Repository("source.test", "app");
  private static final Repository PROD = new Repository("destination.test", "prod/app");
  private static final ByTag V1 = new ByTag(APP, "v1");
  private static final ByTag PROD_V1 = new ByTag(PROD, "v1");

  private MemoryRegistry source = new MemoryRegistry();
  private MemoryRegistry destination = new MemoryRegistry();

  private static MemoryRegistry registry(boolean api) {
    return api ? new MemoryRegistry() : MemoryRegistry.without(Lack.REFERRERS_API);
  }

  private Copier copier(RegistryReader reader) {
    return new Copier(reader, destination, destination, Freight.OPTIONS, CopyListener.none());
  }

  private CopyPlan plan(RawManifest root) throws RegistryException {
    return plan(source, root);
  }

  private CopyPlan plan(RegistryReader reader, RawManifest root) throws RegistryException {
    return copier(reader).plan(new Origin(APP, null, root), new Target(PROD, "v1"));
  }

  private Copied copy() throws RegistryException {
    return Freight.copy(source, V1, destination, PROD_V1);
  }

  /** What hangs on a digest, where readers look: {@code place digest}. */
  private static Set<String> hanging(MemoryRegistry registry, Repository repository, Digest digest)
      throws RegistryException {
    var attached = new Attached(registry, List.of("sig", "att", "sbom"));
    var subject = new ByDigest(repository, digest);
    var found = new TreeSet<String>();
    for (Place place : attached.places()) {
      Listing listing = attached.list(subject, place);
      for (Descriptor entry : listing.entries()) {
        Attachment opened = attached.open(subject, listing, entry);
        assertInstanceOf(Attachment.Hanging.class, opened);
        found.add((place.family().isPresent() ? place + " " : "") + entry.digest());
      }
    }
    return found;
  }

  private void assertWhole(RawManifest manifest) throws Exception {
    RawManifest there = destination.manifest(new ByDigest(PROD, manifest.digest()));
    assertEquals(manifest, there);
    if (there.parse() instanceof Manifest.Image image) {
      for (Descriptor blob : Node.blobs(image)) {
        assertTrue(destination.hasBlob(PROD, blob), blob.digest().toString());
      }
    }
    assertEquals(hanging(source, APP, manifest.digest()), hanging(destination, PROD, manifest.digest()));
  }

  private static RegistryException assertFails(Kind kind, org.junit.jupiter.api.function.Executable call) {
    RegistryException failure = assertThrows(RegistryException.class, call);
    assertEquals(kind, failure.kind(), failure.getMessage());
    return failure;
  }

  private void assertNothingWritten() {
    assertFails(Kind.NOT_FOUND, () -> destination.tags(PROD));
  }

  @ParameterizedTest
  @CsvSource({"true, true", "true, false", "false, true", "false, false"})
  void anImageArrivesWithAllThatHangsOnIt(boolean sourceApi, boolean destinationApi) throws Exception {
    source = registry(sourceApi);
    destination = registry(destinationApi);
    RawManifest image = Freight.laden(source, V1);
    Copied copied = copy();
    assertWhole(image);
    assertEquals(3, hanging(destination, PROD, image.digest()).size());
    assertEquals(image, destination.resolve(PROD_V1));
    assertEquals(new Copied(3, 0, 0, 11, 0, copied.uploadedBytes(), 1, 0), copied);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anIndexArrivesWithEveryChildAndWhatHangsOnThem(boolean api) throws Exception {
    source = registry(api);
    destination = registry(api);
    TestImages.PushedIndex pushed = TestImages.pushIndex(source, V1);
    RawManifest sbom = Freight.hang(source, APP, pushed.children().get(1), Freight.SBOM, "an SBOM");
    RawManifest signature = Freight.hang(source, APP, sbom, Freight.BUNDLE, "a signature on an SBOM");
    Freight.sign(source, APP, pushed.children().get(0), "sig", "of a child");
    Freight.sign(source, APP, sbom, "sig", "of an SBOM");
    Freight.sign(source, APP, pushed.index(), "att", "of the index");
    copy();
    assertWhole(pushed.index());
    assertWhole(pushed.children().get(0));
    assertWhole(pushed.children().get(1));
    assertWhole(sbom);
    assertWhole(signature);
    assertEquals(2, hanging(destination, PROD, sbom.digest()).size());
  }

  @Test
  void anIndexThatHangsOnSomethingIsCopiedToo() throws Exception {
    RawManifest image = Freight.image(source, V1);
    var json = new LinkedHashMap<String, JsonValue>();
    json.put("schemaVersion", JsonNumber.of(2));
    json.put("mediaType", new JsonString(MediaType.OCI_INDEX.value()));
    json.put("manifests", new JsonArray(List.of()));
    json.put("subject", image.descriptor().json());
    RawManifest index = RawManifest.of(MediaType.OCI_INDEX, JsonText.compact(new JsonObject(json)));
    source.pushManifest(APP, index);
    assertEquals(List.of(), plan(image).notices());
    copy();
    assertEquals(index, destination.manifest(new ByDigest(PROD, index.digest())));
  }

  @Test
  void withinARegistryNoByteOfABlobIsSent() throws Exception {
    RawManifest image = Freight.laden(source, V1);
    var prod = new Repository(APP.host(), "prod/app");
    Copied copied = Freight.copy(source, V1, source, new ByTag(prod, "v1"));
    assertEquals(new Copied(3, 0, 11, 0, 0, 0, 1, 0), copied);
    assertEquals(hanging(source, APP, image.digest()), hanging(source, prod, image.digest()));
  }

  @Test
  void withinARepositoryOnlyTheTagIsWritten() throws Exception {
    RawManifest image = Freight.laden(source, V1);
    Copied copied = Freight.copy(source, V1, source, new ByTag(APP, "stable"));
    assertTrue(copied.isNothing());
    assertEquals(image, source.resolve(new ByTag(APP, "stable")));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void copyingAgainChangesNothing(boolean api) throws Exception {
    source = registry(api);
    destination = registry(api);
    RawManifest image = Freight.laden(source, V1);
    copy();
    RawManifest sig = destination.resolve(Freight.family(PROD, image, "sig"));
    Copied again = copy();
    assertEquals(new Copied(0, 3, 0, 0, 0, 0, 0, 1), again);
    assertTrue(again.isNothing());
    assertEquals(sig, destination.resolve(Freight.family(PROD, image, "sig")));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatIsNewAtTheSourceFollows(boolean api) throws Exception {
    source = registry(api);
    destination = registry(api);
    RawManifest image = Freight.laden(source, V1);
    copy();
    Freight.hang(source, APP, image, Freight.BUNDLE, "a second bundle");
    Freight.sign(source, APP, image, "sig", "a second payload");
    Copied copied = copy();
    assertEquals(1, copied.pushedManifests());
    assertEquals(1, copied.changedFamilies());
    assertWhole(image);
  }

  /** gates.md 5 step 6: that the image is there does not mean that what it is made of is. */
  @Test
  void whatWasLostAtTheDestinationIsBroughtAgain() throws Exception {
    destination = MemoryRegistry.without(Lack.CONTENT_CHECKS);
    TestImages.PushedIndex pushed = TestImages.pushIndex(source, V1);
    RawManifest sbom = Freight.hang(source, APP, pushed.index(), Freight.SBOM, "an SBOM");
    destination.pushTag(PROD_V1, pushed.index(), new Expected.Anything());
    Copied copied = copy();
    assertEquals(1, copied.presentManifests());
    assertEquals(3, copied.pushedManifests());
    for (RawManifest child : pushed.children()) {
      assertWhole(child);
    }
    assertWhole(sbom);
  }

  @Test
  void whatTheDestinationHasAndDoesNotListIsListed() throws Exception {
    source = registry(false);
    destination = registry(false);
    RawManifest image = Freight.laden(source, V1);
    copy();
    RawManifest nothing = RawManifest.of(
        MediaType.OCI_INDEX,
        Bytes.utf8("{\"schemaVersion\":2,\"mediaType\":\"" + MediaType.OCI_INDEX + "\",\"manifests\":[]}"));
    destination.pushTag(FallbackTag.of(new ByDigest(PROD, image.digest())), nothing, new Expected.Anything());
    assertEquals(0, copy().uploadedBlobs());
    assertWhole(image);
  }

  @Test
  void everyBlobIsSentOnce() throws Exception {
    TestImages.PushedIndex pushed = TestImages.pushIndex(source, V1);
    Set<Digest> blobs = new TreeSet<>();
    for (RawManifest child : pushed.children()) {
      Node.blobs((Manifest.Image) child.parse()).forEach(blob -> blobs.add(blob.digest()));
    }
    var arrived = new ArrayList<Digest>();
    var listener = new CopyListener() {
      @Override
      public synchronized void blobArrived(Descriptor blob, Arrival how) {
        arrived.add(blob.digest());
      }
    };
    Freight.copy(
        new Copier(source, destination, destination, Freight.OPTIONS, listener), V1, PROD_V1);
    assertEquals(blobs.size(), arrived.size());
    assertEquals(blobs, new TreeSet<>(arrived));
  }

  @Test
  void layersThatNoRegistryHasToHaveAreNotFetchedAndReported() throws Exception {
    var foreign = new Descriptor(
        new MediaType("application/vnd.oci.image.layer.nondistributable.v1.tar+gzip"),
        Digest.sha256(Bytes.utf8("from its publisher")),
        18);
    Descriptor config = TestImages.pushBlob(source, APP, MediaType.OCI_CONFIG, Bytes.utf8("{}"));
    RawManifest image = TestImages.manifest(config, List.of(foreign), null, null, Map.of());
    source.pushTag(V1, image, new Expected.Anything());
    List<String> notices = plan(image).notices();
    assertEquals(1, notices.size());
    assertTrue(notices.getFirst().contains(foreign.digest().toString()), notices.toString());
    assertEquals(1, copy().uploadedBlobs());
    assertEquals(image, destination.resolve(PROD_V1));
  }

  /** What `cosign copy` leaves of an image under the tag of its referrers; gates.md 5 step 8. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anImageUnderTheFallbackTagIsSeenThroughReportedAndNotCopied(boolean api) throws Exception {
    source = registry(api);
    destination = registry(api);
    RawManifest image = Freight.image(source, V1);
    Freight.sign(source, APP, image, "sig", "a payload");
    ByTag fallback = FallbackTag.of(new ByDigest(APP, image.digest()));
    source.pushTag(fallback, image, new Expected.Anything());
    List<String> notices = plan(image).notices();
    assertEquals(1, notices.size());
    assertTrue(notices.getFirst().contains("names the image itself"), notices.toString());
    copy();
    assertFalse(destination.tags(PROD).contains(fallback.tag()));
    assertWhole(image);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anIndexOfChildrenUnderTheFallbackTagIsNotTakenForReferrers(boolean api) throws Exception {
    source = registry(api);
    destination = registry(api);
    TestImages.PushedIndex pushed = TestImages.pushIndex(source, new ByTag(APP, "all"));
    RawManifest image = Freight.image(source, V1);
    ByTag fallback = FallbackTag.of(new ByDigest(APP, image.digest()));
    source.pushTag(fallback, pushed.index(), new Expected.Anything());
    CopyPlan plan = plan(image);
    assertEquals(2, plan.notices().stream().filter(notice -> notice.contains("it has no subject")).count());
    assertEquals(List.of(image), plan.manifests());
    copy();
    assertEquals(List.of("v1"), destination.tags(PROD));
  }

  /** gates.md 5 step 8, at the destination: nothing can be listed there, so nothing is tagged. */
  @Test
  void anImageUnderTheDestinationsFallbackTagIsLeftAloneAndEndsTheCopy() throws Exception {
    destination = registry(false);
    RawManifest image = Freight.laden(source, V1);
    RawManifest other = TestImages.pushImage(destination, new ByTag(PROD, "other"));
    ByTag fallback = FallbackTag.of(new ByDigest(PROD, image.digest()));
    destination.pushTag(fallback, other, new Expected.Anything());
    RegistryException failure = assertFails(Kind.REFUSED, this::copy);
    assertTrue(failure.getMessage().contains("delete that tag"), failure.getMessage());
    assertEquals(other, destination.resolve(fallback));
    assertFails(Kind.NOT_FOUND, () -> destination.resolve(PROD_V1));
  }

  @Test
  void aNestedIndexUnderTheFallbackTagIsNotTakenForAReferrer() throws Exception {
    RawManifest image = Freight.image(source, V1);
    RawManifest all = TestImages.pushIndex(source, new ByTag(APP, "all")).index();
    var json = new LinkedHashMap<String, JsonValue>();
    json.put("schemaVersion", JsonNumber.of(2));
    json.put("mediaType", new JsonString(MediaType.OCI_INDEX.value()));
    json.put("manifests", new JsonArray(List.of(all.descriptor().json())));
    RawManifest nested = RawManifest.of(MediaType.OCI_INDEX, JsonText.compact(new JsonObject(json)));
    source.pushTag(FallbackTag.of(new ByDigest(APP, image.digest())), nested, new Expected.Anything());
    CopyPlan plan = plan(image);
    assertEquals(List.of(image), plan.manifests());
    assertTrue(plan.notices().stream().anyMatch(notice -> notice.contains(all.digest().toString())));
  }

  @Test
  void whatHangsOnSomethingElseIsNotCopied() throws Exception {
    source = MemoryRegistry.without(Lack.REFERRERS_API);
    RawManifest image = Freight.image(source, V1);
    RawManifest other = TestImages.pushImage(source, new ByTag(APP, "other"));
    RawManifest artifact = Freight.hang(source, APP, other, Freight.BUNDLE, "of the other");
    source.pushTag(
        FallbackTag.of(new ByDigest(APP, image.digest())),
        source.resolve(FallbackTag.of(new ByDigest(APP, other.digest()))),
        new Expected.Anything());
    CopyPlan plan = plan(image);
    assertEquals(List.of(image), plan.manifests());
    assertTrue(plan.notices().getFirst().contains("its subject is " + other.digest()), plan.notices().toString());
    copy();
    assertFails(Kind.NOT_FOUND, () -> destination.manifest(new ByDigest(PROD, artifact.digest())));
  }

  @ParameterizedTest
  @EnumSource(value = Kind.class, mode = EnumSource.Mode.EXCLUDE, names = "NOT_FOUND")
  void whatCannotBeReadAtTheSourceFailsThePlanBeforeAnythingIsWritten(Kind kind) throws Exception {
    RawManifest image = Freight.laden(source, V1);
    var listing = new ScriptedReader(source);
    listing.failReferrers(kind);
    assertFails(kind, () -> plan(listing, image));
    var family = new ScriptedReader(source);
    family.failResolve(kind);
    assertFails(kind, () -> plan(family, image));
    var referrer = new ScriptedReader(source);
    referrer.failManifest(kind);
    assertFails(kind, () -> plan(referrer, image));
    assertNothingWritten();
  }

  /** What a listing of this run named and is not there cannot be told to be nothing. */
  @Test
  void aReferrerThatIsListedAndGoneFailsThePlan() throws Exception {
    RawManifest image = Freight.laden(source, V1);
    var reader = new ScriptedReader(source);
    reader.failManifest(Kind.NOT_FOUND);
    assertFails(Kind.UNAVAILABLE, () -> plan(reader, image));
    assertNothingWritten();
  }

  @Test
  void aMissingChildFailsThePlan() throws Exception {
    RawManifest index = TestImages.pushIndex(source, V1).index();
    var reader = new ScriptedReader(source);
    reader.failManifest(Kind.NOT_FOUND);
    assertFails(Kind.NOT_FOUND, () -> plan(reader, index));
    assertNothingWritten();
  }

  @Test
  void aBlobOfTwoSizesFailsThePlan() throws Exception {
    source = MemoryRegistry.without(Lack.CONTENT_CHECKS);
    Descriptor config = TestImages.pushBlob(source, APP, MediaType.OCI_CONFIG, Bytes.utf8("{}"));
    var lie = new Descriptor(MediaType.OCI_LAYER_GZIP, config.digest(), 3);
    RawManifest image = TestImages.manifest(config, List.of(lie), null, null, Map.of());
    assertFails(Kind.INTEGRITY, () -> plan(image));
  }

  /** gates.md 5 step 9: it may hold the destination's own signatures. */
  @Test
  void signaturesOfTheDestinationsOwnAreKept() throws Exception {
    RawManifest image = Freight.laden(source, V1);
    copy();
    RawManifest own = Freight.sign(destination, PROD, image, "sig", "of the destination");
    Freight.sign(source, APP, image, "sig", "new at the source");
    copy();
    var sig = (Manifest.Image) destination.resolve(Freight.family(PROD, image, "sig")).parse();
    var before = (Manifest.Image) own.parse();
    assertEquals(3, sig.layers().size());
    assertEquals(before.layers(), sig.layers().subList(0, 2));
    assertTrue(copy().isNothing());
  }

  @Test
  void entriesOfTheDestinationsOwnIndexAreKept() throws Exception {
    source = registry(false);
    destination = registry(false);
    RawManifest image = Freight.laden(source, V1);
    copy();
    RawManifest own = Freight.hang(destination, PROD, image, Freight.BUNDLE, "of the destination");
    Freight.hang(source, APP, image, Freight.BUNDLE, "new at the source");
    copy();
    Set<String> there = hanging(destination, PROD, image.digest());
    assertTrue(there.contains(own.digest().toString()));
    assertTrue(there.containsAll(hanging(source, APP, image.digest())));
  }

  @Test
  void anotherDocumentUnderATagThatHoldsOneIsLeftAloneUnlessToldOtherwise() throws Exception {
    RawManifest image = Freight.image(source, V1);
    RawManifest sbom = Freight.sign(source, APP, image, "sbom", "of the source");
    copy();
    destination = new MemoryRegistry();
    TestImages.pushBlob(destination, PROD, MediaType.OCI_CONFIG, Bytes.utf8("{}"));
    RawManifest own = Freight.sign(destination, PROD, image, "sbom", "of the destination");
    ByTag tag = Freight.family(PROD, image, "sbom");
    CopyPlan plan = plan(image);
    assertEquals(List.of(tag), plan.occupied());
    assertFails(Kind.REFUSED, () -> copier(source).transfer(plan));
    assertEquals(own, destination.resolve(tag));
    var overwriting = new Copier(
        source, destination, destination, new CopyOptions(Freight.FAMILIES, 2, true), CopyListener.none());
    overwriting.transfer(plan);
    assertEquals(sbom, destination.resolve(tag));
  }

  @ParameterizedTest
  @EnumSource(value = Kind.class, names = {"DENIED", "NOT_FOUND", "UNSUPPORTED", "TOO_LARGE"})
  void aSourceThatListsNoTagsIsAskedForEveryTag(Kind kind) throws Exception {
    RawManifest image = Freight.laden(source, V1);
    var reader = new ScriptedReader(source);
    reader.failTags(kind);
    Freight.copy(reader, V1, destination, PROD_V1);
    assertWhole(image);
  }

  /** A list that lacks what was just read is no list of everything. */
  @Test
  void aListWithoutTheTagThatIsCopiedIsNotBelieved() throws Exception {
    RawManifest image = Freight.laden(source, V1);
    var reader = new ScriptedReader(source);
    reader.listTags(List.of("v0"));
    Freight.copy(reader, V1, destination, PROD_V1);
    assertWhole(image);
  }

  @Test
  void aCopyWithoutATagLeavesNone() throws Exception {
    RawManifest image = Freight.laden(source, V1);
    Copier copier = copier(source);
    CopyPlan plan = copier.plan(new Origin(APP, null, image), new Target(PROD, null));
    copier.transfer(plan);
    assertWhole(image);
    assertEquals(Set.of(Freight.family(PROD, image, "sig").tag()), Set.copyOf(destination.tags(PROD)));
    CopyPlan again = copier.plan(new Origin(APP, null, image), new Target(PROD, null));
    assertTrue(copier.transfer(again).isNothing());
    assertThrows(IllegalArgumentException.class, () -> copier.tag(again, new Expected.Anything()));
  }

  @Test
  void thePlanSaysWhatTheTagNames() throws Exception {
    RawManifest image = Freight.laden(source, V1);
    assertTrue(plan(image).tagged().isEmpty());
    RawManifest other = TestImages.pushImage(destination, PROD_V1);
    assertEquals(other.digest(), plan(image).tagged().orElseThrow());
    assertFalse(plan(image).isTagged());
  }

  @Test
  void aTagThatNamesAnotherImageMovesOnlyAsExpected() throws Exception {
    RawManifest image = Freight.laden(source, V1);
    RawManifest other = TestImages.pushImage(destination, PROD_V1);
    Copier copier = copier(source);
    CopyPlan plan = plan(image);
    copier.transfer(plan);
    assertFails(Kind.CONFLICT, () -> copier.tag(plan, new Expected.Absent()));
    assertFails(Kind.CONFLICT, () -> copier.tag(plan, new Expected.Named(image.digest())));
    assertEquals(other, destination.resolve(PROD_V1));
    assertTrue(copier.tag(plan, new Expected.Named(other.digest())));
    assertEquals(image, destination.resolve(PROD_V1));
    assertFalse(copier.tag(plan(image), new Expected.Absent()));
  }

  /** Two copies of one image at a time: who comes second has nothing to complain of. */
  @Test
  void aTagThatSomebodyElsePointedAtTheImageIsDone() throws Exception {
    RawManifest image = Freight.laden(source, V1);
    Copier copier = copier(source);
    CopyPlan plan = plan(image);
    copier.transfer(plan);
    destination.pushTag(PROD_V1, image, new Expected.Anything());
    assertFalse(copier.tag(plan, new Expected.Absent()));
  }
}
