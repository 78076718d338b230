package dev.inkan.verifier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inkan.envelope.bundle.SigstoreBundle;
import dev.inkan.envelope.claim.Statement;
import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.RegistryReader;
import dev.inkan.registry.RegistryWriter.Expected;
import dev.inkan.registry.attached.FallbackTag;
import dev.inkan.registry.attached.Place;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.content.JsonText;
import dev.inkan.registry.content.JsonValue;
import dev.inkan.registry.content.JsonValue.JsonArray;
import dev.inkan.registry.content.JsonValue.JsonNumber;
import dev.inkan.registry.content.JsonValue.JsonObject;
import dev.inkan.registry.content.MediaType;
import dev.inkan.registry.content.RawManifest;
import dev.inkan.registry.memory.Lack;
import dev.inkan.registry.memory.MemoryRegistry;
import dev.inkan.registry.reference.Reference.ByDigest;
import dev.inkan.registry.reference.Reference.ByTag;
import dev.inkan.registry.reference.Repository;
import dev.inkan.registry.testing.TestImages;
import dev.inkan.verifier.Candidate.Result;
import dev.inkan.verifier.Findings.State;
import dev.inkan.verifier.check.Demand;
import dev.inkan.verifier.check.Verification.Rejected;
import dev.inkan.verifier.check.Verification.Verified;
import dev.inkan.verifier.reason.Reason.Code;
import dev.inkan.verifier.testing.BentReader;
import dev.inkan.verifier.testing.Seals;
import dev.inkan.verifier.testing.TestSigner;
import dev.inkan.verifier.trust.TrustStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class VerifierTest {
  private static final Repository REPOSITORY = new Repository("r.example.com", "app");
  private static final TestSigner RELEASE = TestSigner.named("release");
  private static final TestSigner CI = TestSigner.named("ci");
  private static final TestSigner STRANGER = TestSigner.named("stranger");
  private static final TrustStore TRUST = new TrustStore(List.of(RELEASE.trusted(), CI.trusted()));

  private MemoryRegistry registry = new MemoryRegistry();
  private final RawManifest image = push("v1");

  private RawManifest push(String tag) {
    try {
      return TestImages.pushImage(registry, new ByTag(REPOSITORY, tag));
    } catch (RegistryException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Verifier verifier(RegistryReader registry) {
    return new Verifier(registry, List.of(new SigstoreBundle()), TRUST, Demand.signature(Map.of()));
  }

  private ByDigest subject() {
    return new ByDigest(REPOSITORY, image.digest());
  }

  private Findings examine() {
    return examine(registry);
  }

  private Findings examine(RegistryReader reader) {
    return verifier(reader).examine(subject(), Instant.EPOCH, some -> false);
  }

  private RawManifest sign(TestSigner signer) {
    return Seals.sign(registry, REPOSITORY, image, signer);
  }

  private RawManifest attach(Bytes bundle) {
    return Seals.attach(registry, REPOSITORY, image, bundle);
  }

  private static List<String> signers(Findings findings) {
    return findings.candidates().stream()
        .map(Candidate::result)
        .flatMap(result -> result instanceof Result.Checked(Verified verified) ? Stream.of(verified) : Stream.empty())
        .map(Verified::signer)
        .sorted()
        .toList();
  }

  private static List<Code> rejections(Findings findings) {
    return findings.candidates().stream()
        .map(Candidate::result)
        .flatMap(result -> result instanceof Result.Checked(Rejected rejected) ? Stream.of(rejected) : Stream.empty())
        .map(rejected -> rejected.reason().code())
        .sorted()
        .toList();
  }

  private static List<Kind> unreadable(Findings findings) {
    return findings.candidates().stream()
        .map(Candidate::result)
        .flatMap(result -> result instanceof Result.Unreadable(var cause) ? Stream.of(cause.kind()) : Stream.empty())
        .toList();
  }

  private static State state(Findings findings, Place place) {
    return findings.places().stream().filter(look -> look.place().equals(place)).findFirst().orElseThrow().state();
  }

  private static State.Read read(int entries) {
    return new State.Read(entries, true, List.of());
  }

  @Test
  void aSignatureIsFoundWithItsSignerPlaceAndDigests() {
    RawManifest artifact = sign(RELEASE);
    Findings findings = examine();
    Candidate found = findings.candidates().getFirst();
    assertEquals(List.of("release"), signers(findings));
    assertEquals(artifact.digest(), found.artifact());
    assertEquals(Place.REFERRERS_API, found.place());
    assertEquals(read(1), state(findings, Place.REFERRERS_API));
    assertEquals(read(0), state(findings, Place.FALLBACK_TAG));
  }

  @Test
  void nothingAttachedIsNothingFoundInEveryPlace() {
    Findings findings = examine();
    assertTrue(findings.candidates().isEmpty());
    assertEquals(read(0), state(findings, Place.REFERRERS_API));
    assertEquals(read(0), state(findings, Place.FALLBACK_TAG));
  }

  @Test
  void withoutTheApiTheFallbackTagIsRead() throws RegistryException {
    registry = MemoryRegistry.without(Lack.REFERRERS_API);
    var ignored = TestImages.pushImage(registry, new ByTag(REPOSITORY, "v1"));
    sign(RELEASE);
    Findings findings = examine();
    assertEquals(List.of("release"), signers(findings));
    assertEquals(new State.NotOffered(), state(findings, Place.REFERRERS_API));
    assertEquals(Place.FALLBACK_TAG, findings.candidates().getFirst().place());
  }

  /** A026: what the two places list is taken together, each entry once. */
  @Test
  void placesAddUpAndRepeatNothing() throws RegistryException {
    RawManifest release = sign(RELEASE);
    RawManifest ci = sign(CI);
    list(release.descriptor(), ci.descriptor());
    var reader = new BentReader(registry).lists(List.of(release.descriptor()));
    Findings findings = examine(reader);
    assertEquals(List.of("ci", "release"), signers(findings));
    assertEquals(1, reader.asked().stream().filter(("manifest " + release.digest())::equals).count());
  }

  /** What one place lists with a wrong size is looked at again where another lists it right. */
  @Test
  void aWrongEntryInOnePlaceDoesNotHideTheRightOneInAnother() throws RegistryException {
    RawManifest release = sign(RELEASE);
    list(release.descriptor());
    var wrong = new Descriptor(release.mediaType(), release.digest(), release.descriptor().size() + 1);
    Findings findings = examine(new BentReader(registry).lists(List.of(wrong)));
    assertEquals(List.of("release"), signers(findings));
    assertEquals(1, rejections(findings).size());
  }

  /** Writes the fallback tag. */
  private void list(Descriptor... entries) throws RegistryException {
    var index =
        new JsonObject(
            Map.of(
                "schemaVersion", JsonNumber.of(2),
                "manifests", new JsonArray(Stream.of(entries).<JsonValue>map(Descriptor::json).toList())));
    RawManifest raw = RawManifest.of(MediaType.OCI_INDEX, JsonText.compact(index));
    registry.pushTag(FallbackTag.of(subject()), raw, new Expected.Anything());
  }

  /** Whatever else hangs there. */
  @Test
  void oneBadSignatureNeverHidesAGoodOne() {
    attach(Bytes.utf8("garbage"));
    attach(Bytes.utf8("{}"));
    sign(STRANGER);
    attach(RELEASE.bundle(Digest.sha256(Bytes.utf8("other image"))));
    attach(RELEASE.bundle(Statement.PAYLOAD_TYPE, TestSigner.statement(TestSigner.PROVENANCE, image.digest())));
    Seals.attach(registry, REPOSITORY, image, new MediaType("text/spdx"), Bytes.utf8("sbom"), Map.of());
    sign(RELEASE);
    Findings findings = examine();
    assertEquals(List.of("release"), signers(findings));
    assertEquals(
        List.of(
            Code.MALFORMED,
            Code.MALFORMED,
            Code.UNKNOWN_FORMAT,
            Code.BAD_SIGNATURE,
            Code.WRONG_CLAIM,
            Code.WRONG_CLAIM_TYPE),
        rejections(findings));
  }

  /** A025: a listing names what it likes; the manifest's own subject decides. */
  @Test
  void whatHangsOnAnotherImageIsRejected() {
    RawManifest other = push("v2");
    RawManifest elsewhere = Seals.attach(registry, REPOSITORY, other, RELEASE.bundle(image.digest()));
    Findings findings = examine(new BentReader(registry).lists(List.of(elsewhere.descriptor(), other.descriptor())));
    assertEquals(List.of(), signers(findings));
    assertEquals(List.of(Code.WRONG_SUBJECT, Code.WRONG_SUBJECT), rejections(findings));
  }

  @Test
  void entriesThatAreNotAsListedAreRejected() {
    RawManifest release = sign(RELEASE);
    var asIndex = new Descriptor(MediaType.OCI_INDEX, release.digest(), release.descriptor().size());
    var longer = new Descriptor(release.mediaType(), release.digest(), release.descriptor().size() + 1);
    var docker = new Descriptor(MediaType.DOCKER_MANIFEST, release.digest(), release.descriptor().size());
    Findings findings = examine(new BentReader(registry).lists(List.of(asIndex, longer, docker)));
    assertEquals(List.of(), signers(findings));
    assertEquals(List.of(Code.UNKNOWN_FORMAT, Code.WRONG_SIZE, Code.WRONG_MEDIA_TYPE), rejections(findings));
  }

  /** A055: annotations of the manifest are anybody's. */
  @Test
  void annotationsOfTheManifestAreNoAnnotationsOfTheSignature() {
    Seals.attach(
        registry, REPOSITORY, image, SigstoreBundle.V03, RELEASE.bundle(image.digest()), Map.of("env", "prod"));
    var verifier =
        new Verifier(registry, List.of(new SigstoreBundle()), TRUST, Demand.signature(Map.of("env", "prod")));
    assertEquals(List.of(Code.WRONG_ANNOTATION), rejections(verifier.examine(subject(), Instant.EPOCH, some -> false)));
  }

  /** A031: a place that could not be listed is never one where nothing is. */
  @ParameterizedTest
  @EnumSource(Kind.class)
  void aFailedListingIsAnUnreadablePlaceAndNeverAnEmptyOne(Kind kind) throws RegistryException {
    RawManifest release = sign(RELEASE);
    list(release.descriptor());
    Findings findings = examine(new BentReader(registry).fails("referrers", kind));
    var unreadable = assertInstanceOf(State.Unreadable.class, state(findings, Place.REFERRERS_API));
    assertEquals(kind, unreadable.cause().kind());
    assertEquals(List.of("release"), signers(findings));
  }

  /** What was listed and cannot be fetched may be anything, a 404 included; only provable wrongs are evidence. */
  @ParameterizedTest
  @EnumSource(Kind.class)
  void aFailedFetchIsAnUnknownCandidateUnlessItProvesSomething(Kind kind) {
    RawManifest release = sign(RELEASE);
    sign(CI);
    assertFailed(kind, examine(new BentReader(registry).fails("manifest " + release.digest(), kind)));
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void aFailedBlobIsAnUnknownCandidateUnlessItProvesSomething(Kind kind) {
    Bytes bundle = RELEASE.bundle(image.digest());
    attach(bundle);
    sign(CI);
    assertFailed(kind, examine(new BentReader(registry).fails("blob " + Digest.sha256(bundle), kind)));
  }

  private static void assertFailed(Kind kind, Findings findings) {
    assertEquals(List.of("ci"), signers(findings));
    switch (kind) {
      case INTEGRITY -> assertEquals(List.of(Code.WRONG_DIGEST), rejections(findings));
      case TOO_LARGE -> assertEquals(List.of(Code.LIMIT), rejections(findings));
      case NOT_FOUND, UNAUTHORIZED, DENIED, RATE_LIMITED, UNAVAILABLE, UNREACHABLE, TLS, TIMEOUT, PROTOCOL, UNSUPPORTED,
          REFUSED, CONFLICT, LOCAL -> {
        assertEquals(List.of(), rejections(findings));
        assertEquals(1, unreadable(findings).size());
      }
    }
  }

  @Test
  void enoughStopsTheRun() throws RegistryException {
    sign(RELEASE);
    var reader = new BentReader(registry);
    Findings findings = verifier(reader).examine(subject(), Instant.EPOCH, some -> !signers(some).isEmpty());
    assertEquals(read(1), state(findings, Place.REFERRERS_API));
    assertEquals(new State.NotLookedAt(), state(findings, Place.FALLBACK_TAG));
    assertEquals(3, reader.asked().size(), reader.asked().toString());
  }

  /** What was left out is said to be, while the run goes on and after it. */
  @Test
  void aPlaceIsReadToTheEndOnlyWhenNothingInItWasLeftOut() {
    sign(RELEASE);
    sign(CI);
    var during = new ArrayList<Findings>();
    Findings findings =
        verifier(registry)
            .examine(
                subject(),
                Instant.EPOCH,
                some -> {
                  during.add(some);
                  return true;
                });
    var part = new State.Read(2, false, List.of());
    assertEquals(part, state(during.getFirst(), Place.REFERRERS_API));
    assertEquals(part, state(findings, Place.REFERRERS_API));
    assertEquals(1, findings.candidates().size());
  }

  @Test
  void aSecondEnvelopeInTheSameManifestIsLeftOutWhenTheFirstIsEnough() throws RegistryException {
    Descriptor release =
        TestImages.pushBlob(registry, REPOSITORY, SigstoreBundle.V03, RELEASE.bundle(image.digest()));
    Descriptor ci = TestImages.pushBlob(registry, REPOSITORY, SigstoreBundle.V03, CI.bundle(image.digest()));
    attachLayers(release, ci);
    Findings all = examine();
    assertEquals(List.of("ci", "release"), signers(all));
    Findings enough = verifier(registry).examine(subject(), Instant.EPOCH, some -> true);
    assertEquals(List.of("release"), signers(enough));
    assertEquals(new State.Read(1, false, List.of()), state(enough, Place.REFERRERS_API));
  }

  @Test
  void enoughIsAskedOnlyAfterASignatureThatHolds() {
    sign(STRANGER);
    var asked = new ArrayList<Findings>();
    Findings findings =
        verifier(registry)
            .examine(
                subject(),
                Instant.EPOCH,
                some -> {
                  asked.add(some);
                  return true;
                });
    assertEquals(List.of(), asked);
    assertEquals(read(1), state(findings, Place.REFERRERS_API));
  }

  /** The same facts, whatever order a registry lists them in. */
  @Test
  void theOrderOfAListingChangesNothing() {
    List<Descriptor> entries = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      entries.add(attach(Bytes.utf8("garbage " + i)).descriptor());
    }
    entries.add(sign(RELEASE).descriptor());
    var forward = new BentReader(registry).lists(entries);
    Findings first = verifier(forward).examine(subject(), Instant.EPOCH, some -> !signers(some).isEmpty());
    var reversed = new ArrayList<>(entries);
    Collections.reverse(reversed);
    var backward = new BentReader(registry).lists(reversed);
    Findings second = verifier(backward).examine(subject(), Instant.EPOCH, some -> !signers(some).isEmpty());
    assertEquals(forward.asked(), backward.asked());
    assertEquals(first, second);
  }

  /** Also when the last one was announced, and so looked at first. */
  @Test
  void candidatesAreSortedByDigest() {
    List<Descriptor> entries = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      entries.add(attach(Bytes.utf8("garbage " + i)).descriptor());
    }
    entries.sort(Comparator.comparing(Descriptor::digest));
    Descriptor last = entries.removeLast();
    Map<String, String> announced = Map.of("any", Statement.COSIGN_SIGN);
    entries.add(new Descriptor(last.mediaType(), last.digest(), last.size(), null, announced, null));
    var reader = new BentReader(registry).lists(entries);
    List<Digest> digests = examine(reader).candidates().stream().map(Candidate::artifact).toList();
    assertEquals(entries.stream().map(Descriptor::digest).toList(), digests);
    assertEquals("manifest " + last.digest(), reader.asked().get(1));
  }

  /** Nobody has signed what a listing announces: it only says where to look first. */
  @Test
  void whatIsAnnouncedAsASignatureIsLookedAtFirst() {
    for (int i = 0; i < 8; i++) {
      attach(Bytes.utf8("attestation " + i));
    }
    Map<String, String> announced = Map.of("dev.sigstore.bundle.predicateType", Statement.COSIGN_SIGN);
    Seals.attach(registry, REPOSITORY, image, SigstoreBundle.V03, RELEASE.bundle(image.digest()), announced);
    var reader = new BentReader(registry);
    Findings findings = verifier(reader).examine(subject(), Instant.EPOCH, some -> !signers(some).isEmpty());
    assertEquals(List.of("release"), signers(findings));
    assertEquals(3, reader.asked().size(), reader.asked().toString());
  }

  @Test
  void aSignatureIsFoundWhateverItsListingCallsIt() {
    RawManifest release = sign(RELEASE);
    Descriptor listed = release.descriptor();
    for (MediaType type : List.of(MediaType.OCI_EMPTY, new MediaType("text/plain"))) {
      var mislabelled =
          new Descriptor(listed.mediaType(), listed.digest(), listed.size(), type, Map.of("a", "b"), null);
      assertEquals(List.of("release"), signers(examine(new BentReader(registry).lists(List.of(mislabelled)))));
    }
  }

  /** A020: a flood is a limit of its own, with bounded requests. */
  @Test
  void aFloodOfManifestsIsCutWithItsOwnReason() {
    List<Descriptor> entries = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      entries.add(Descriptor.of(MediaType.OCI_MANIFEST, Bytes.utf8("nowhere " + i)));
    }
    var reader = new BentReader(registry).lists(entries);
    Findings findings = examine(reader);
    assertEquals(List.of(Code.LIMIT), rejections(findings));
    assertEquals(Verifier.MAX_CANDIDATES, unreadable(findings).size());
    assertEquals(2 + Verifier.MAX_CANDIDATES, reader.asked().size());
  }

  /** A021. */
  @Test
  void aFloodOfLayersIsCutWithItsOwnReason() throws RegistryException {
    Descriptor layer =
        TestImages.pushBlob(registry, REPOSITORY, SigstoreBundle.V03, STRANGER.bundle(image.digest()));
    Descriptor config = TestImages.pushBlob(registry, REPOSITORY, MediaType.OCI_EMPTY, Bytes.utf8("{}"));
    RawManifest flood =
        TestImages.manifest(config, Collections.nCopies(1001, layer), null, image.descriptor(), Map.of());
    var ignored = registry.pushManifest(REPOSITORY, flood);
    var reader = new BentReader(registry);
    Findings findings = examine(reader);
    assertEquals(1, Collections.frequency(rejections(findings), Code.LIMIT));
    assertEquals(1 + Verifier.MAX_ENVELOPES, rejections(findings).size());
    assertEquals(4, reader.asked().size(), "the same content is asked for once");
  }

  /** A022: what a descriptor says is enough to turn it away. */
  @Test
  void anEnvelopeBeyondTheBoundIsNeverFetched() throws RegistryException {
    registry = MemoryRegistry.without(Lack.CONTENT_CHECKS);
    var ignored = TestImages.pushImage(registry, new ByTag(REPOSITORY, "v1"));
    Digest digest = Digest.sha256(Bytes.utf8("big"));
    attachLayers(new Descriptor(SigstoreBundle.V03, digest, 5L << 30));
    var reader = new BentReader(registry);
    assertEquals(List.of(Code.LIMIT), rejections(examine(reader)));
    assertFalse(reader.asked().contains("blob " + digest));
  }

  /** A022: many that are each within the bound. */
  @Test
  void allEnvelopesTogetherHaveABound() throws RegistryException {
    registry = MemoryRegistry.without(Lack.CONTENT_CHECKS);
    var ignored = TestImages.pushImage(registry, new ByTag(REPOSITORY, "v1"));
    var layers = new Descriptor[6];
    for (int i = 0; i < layers.length; i++) {
      layers[i] = new Descriptor(SigstoreBundle.V03, Digest.sha256(Bytes.utf8("big " + i)), 15L << 20);
    }
    attachLayers(layers);
    var reader = new BentReader(registry).fails("blob", Kind.UNAVAILABLE);
    Findings findings = examine(reader);
    assertEquals(List.of(Code.LIMIT, Code.LIMIT), rejections(findings));
    assertEquals(4, unreadable(findings).size());
  }

  private void attachLayers(Descriptor... layers) throws RegistryException {
    Descriptor config = TestImages.pushBlob(registry, REPOSITORY, MediaType.OCI_EMPTY, Bytes.utf8("{}"));
    RawManifest artifact = TestImages.manifest(config, List.of(layers), null, image.descriptor(), Map.of());
    var ignored = registry.pushManifest(REPOSITORY, artifact);
  }

  @Test
  void aBlobThatIsNotItsDigestsIsEvidenceThatFails() throws RegistryException {
    registry = MemoryRegistry.without(Lack.CONTENT_CHECKS);
    Bytes bundle = RELEASE.bundle(image.digest());
    Descriptor layer = TestImages.pushBlob(registry, REPOSITORY, SigstoreBundle.V03, bundle);
    attachLayers(new Descriptor(layer.mediaType(), layer.digest(), layer.size() + 1));
    Findings findings = examine();
    assertEquals(List.of(), signers(findings));
    assertEquals(List.of(Code.WRONG_DIGEST), rejections(findings));
  }

  /** Retrying does not help against an algorithm that we cannot compute, so that is not "could not look". */
  @Test
  void aDigestThatNothingCanBeProvenAgainstIsRejected() {
    var blake = new Descriptor(MediaType.OCI_MANIFEST, new Digest("blake3", "0".repeat(64)), 10);
    Findings findings = examine(new BentReader(registry).lists(List.of(blake)));
    assertEquals(List.of(Code.UNKNOWN_FORMAT), rejections(findings));
  }

  /** A081: recognised as a signature, of a version that we do not know. */
  @Test
  void aBundleOfAnUnknownVersionIsAnUnknownFormat() {
    String bundle = "{\"mediaType\":\"application/vnd.dev.sigstore.bundle.v0.9+json\"}";
    attach(Bytes.utf8(bundle));
    assertEquals(List.of(Code.UNKNOWN_FORMAT), rejections(examine()));
  }

  /** A029, A030: what is signed is the digest, not a name: the same bytes elsewhere, or under another tag, are too. */
  @Test
  void aSignatureIsOverTheDigestWhateverTheNames() throws RegistryException {
    var elsewhere = new Repository("r.example.com", "copy/of/app");
    RawManifest copy = TestImages.pushImage(registry, new ByTag(elsewhere, "other"), "app:v1");
    assertEquals(image.digest(), copy.digest());
    Seals.attach(registry, elsewhere, copy, RELEASE.bundle(image.digest()));
    Findings findings = verifier(registry).examine(new ByDigest(elsewhere, copy.digest()), Instant.EPOCH, some -> false);
    assertEquals(List.of("release"), signers(findings));
    assertEquals(List.of(), signers(examine()), "nothing hangs on it in the first repository");
  }

  @Test
  void formatsAreToldApartByName() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new Verifier(registry, List.of(), TRUST, Demand.signature(Map.of())));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new Verifier(
                registry,
                List.of(new SigstoreBundle(), new SigstoreBundle()),
                TRUST,
                Demand.signature(Map.of())));
  }
}
