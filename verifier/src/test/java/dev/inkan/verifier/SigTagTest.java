package dev.inkan.verifier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.inkan.envelope.bundle.SigstoreBundle;
import dev.inkan.envelope.claim.ContainerImage;
import dev.inkan.envelope.claim.Statement;
import dev.inkan.envelope.key.PublicKeys;
import dev.inkan.envelope.key.VerificationKey;
import dev.inkan.envelope.simplesigning.SimpleSigning;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.RegistryReader;
import dev.inkan.registry.RegistryWriter.Expected;
import dev.inkan.registry.attached.FallbackTag;
import dev.inkan.registry.attached.FamilyTag;
import dev.inkan.registry.attached.Place;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.content.Manifest;
import dev.inkan.registry.content.MediaType;
import dev.inkan.registry.content.RawManifest;
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
import dev.inkan.verifier.trust.TrustedSigner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Signatures under {@code .sig} tags, beside the other places; cosign.md 1.5, 3.9, 4.4. */
class SigTagTest {
  private static final Repository REPOSITORY = new Repository("r.example.com", "app");
  private static final TestSigner RELEASE = TestSigner.named("release");
  private static final TestSigner CI = TestSigner.named("ci");
  private static final TestSigner STRANGER = TestSigner.named("stranger");
  private static final TrustStore TRUST = new TrustStore(List.of(RELEASE.trusted(), CI.trusted()));
  /** What those of testdata/simplesigning are about. */
  private static final Digest THEIRS =
      new Digest("sha256", "d8d6a27d398982038cfab36077de7d85fde2d5abd3fbc56bc21a761a18407101");

  private final MemoryRegistry registry = new MemoryRegistry();
  private RawManifest image = RawManifest.of(MediaType.OCI_MANIFEST, Bytes.EMPTY);
  private ByDigest subject = new ByDigest(REPOSITORY, image.digest());

  @BeforeEach
  void anImage() throws Exception {
    image = TestImages.pushImage(registry, new ByTag(REPOSITORY, "v1"));
    subject = new ByDigest(REPOSITORY, image.digest());
  }

  private static Findings examine(RegistryReader reader, ByDigest subject, TrustStore trust, Demand demand) {
    var verifier = new Verifier(reader, List.of(new SigstoreBundle(), new SimpleSigning()), trust, demand);
    return verifier.examine(subject, Instant.EPOCH, findings -> !signers(findings).isEmpty());
  }

  /** Everything, whatever is found. */
  private Findings examineAll(RegistryReader reader) {
    return new Verifier(
            reader, List.of(new SigstoreBundle(), new SimpleSigning()), TRUST, Demand.signature(Map.of()))
        .examine(subject, Instant.EPOCH, findings -> false);
  }

  private Findings examineAll() {
    return examineAll(registry);
  }

  private void sign(TestSigner signer) {
    Seals.signTag(registry, REPOSITORY, image, signer, Map.of());
  }

  private static Stream<Verified> verified(Findings findings) {
    return findings.candidates().stream()
        .map(Candidate::result)
        .flatMap(result -> result instanceof Result.Checked(Verified verified) ? Stream.of(verified) : Stream.empty());
  }

  private static List<String> signers(Findings findings) {
    return verified(findings).map(Verified::signer).sorted().toList();
  }

  private static List<Code> rejections(Findings findings) {
    return findings.candidates().stream()
        .map(Candidate::result)
        .flatMap(result -> result instanceof Result.Checked(Rejected rejected) ? Stream.of(rejected) : Stream.empty())
        .map(rejected -> rejected.reason().code())
        .sorted()
        .toList();
  }

  private static State state(Findings findings, Place place) {
    return findings.places().stream().filter(look -> look.place().equals(place)).findFirst().orElseThrow().state();
  }

  private static final Place SIG = Place.family("sig");

  private ByTag sigTag() {
    return FamilyTag.of(subject, "sig").orElseThrow();
  }

  private static Bytes file(String name) throws Exception {
    return Bytes.of(Files.readAllBytes(
        Path.of(Objects.requireNonNull(System.getProperty("inkan.root")), "testdata").resolve(name)));
  }

  private static VerificationKey key(String name) throws Exception {
    return PublicKeys.parsePem(file("keys/" + name + ".pub"));
  }

  /** Pushes what others wrote, blobs first. */
  private RawManifest theirs(String name) throws Exception {
    MediaType type = name.contains("docker") ? MediaType.DOCKER_MANIFEST : MediaType.OCI_MANIFEST;
    RawManifest manifest = RawManifest.of(type, file("simplesigning/" + name + ".manifest.json"));
    var parsed = (Manifest.Image) manifest.parse();
    Bytes config = file("simplesigning/" + name + ".config.json");
    registry.pushBlob(REPOSITORY, parsed.config(), config::newInputStream);
    for (Descriptor layer : parsed.layers()) {
      Bytes payload = file("simplesigning/" + layer.digest().encoded() + ".payload.json");
      registry.pushBlob(REPOSITORY, layer, payload::newInputStream);
    }
    return manifest;
  }

  /** Both generations of cosign, and containers/image; and four requests for a yes. */
  @ParameterizedTest
  @CsvSource({
    "cosign2-three-layers, p256, 1", "cosign2-three-layers, rsa2048, 2", "cosign2-three-layers, p384, 2",
    "cosign2-docker-media-types, p256, 1", "cosign2-certificate, p256, 1", "cosign3, p256, 1",
    "containers-image, p256, 1", "containers-image, ed25519, 1"
  })
  void whatOthersWroteIsVerified(String name, String key, int payloads) throws Exception {
    var theirSubject = new ByDigest(REPOSITORY, THEIRS);
    registry.pushTag(FamilyTag.of(theirSubject, "sig").orElseThrow(), theirs(name), new Expected.Anything());
    var trust = new TrustStore(List.of(new TrustedSigner("them", key(key))));
    var reader = new BentReader(registry);
    Findings findings = examine(reader, theirSubject, trust, Demand.signature(Map.of()));
    assertEquals(List.of("them"), signers(findings), findings.candidates().toString());
    assertEquals("cosign", verified(findings).findFirst().orElseThrow().format());
    assertEquals(3 + payloads, reader.asked().size(), reader.asked().toString());
    var stranger = new TrustStore(List.of(STRANGER.trusted()));
    assertEquals(List.of(), signers(examine(registry, theirSubject, stranger, Demand.signature(Map.of()))));
    var other = new TrustStore(List.of(new TrustedSigner("other", key("rsa4096"))));
    assertEquals(List.of(), signers(examine(registry, theirSubject, other, Demand.signature(Map.of()))));
  }

  /** COSIGN_EXPERIMENTAL=1 --registry-referrers-mode=oci-1-1: the same layer, listed by the referrers API. */
  @Test
  void theOldFormatAsAReferrerIsVerified() throws Exception {
    RawManifest manifest = theirs("cosign2-oci11");
    registry.pushManifest(REPOSITORY, manifest);
    var trust = new TrustStore(List.of(new TrustedSigner("them", key("p256"))));
    Findings findings = examine(registry, new ByDigest(REPOSITORY, THEIRS), trust, Demand.signature(Map.of()));
    assertEquals(List.of("them"), signers(findings), findings.candidates().toString());
    assertEquals(Place.REFERRERS_API, findings.candidates().getFirst().place());
  }

  @Test
  void theNameInsideIsReportedAndNotDemanded() {
    sign(RELEASE);
    Verified found = verified(examineAll()).findFirst().orElseThrow();
    assertEquals(Optional.of("r.example.com/app"), found.claim().imageName());
    Bytes elsewhere = ContainerImage.cosign("another.example/name", image.digest(), Map.of());
    Seals.addLayer(registry, subject, elsewhere, CI.sign(elsewhere));
    assertEquals(List.of("ci", "release"), signers(examineAll()));
  }

  /** The signatures of one claim are over one payload: each counts, and it is fetched once. */
  @Test
  void severalSignaturesOverOnePayloadAllCount() throws Exception {
    sign(STRANGER);
    sign(RELEASE);
    sign(CI);
    var reader = new BentReader(registry);
    Findings findings = examineAll(reader);
    assertEquals(List.of("ci", "release"), signers(findings));
    assertEquals(List.of(Code.BAD_SIGNATURE), rejections(findings));
    assertEquals(4, reader.asked().size(), reader.asked().toString());
  }

  @Test
  void aDemandedAnnotationIsLookedForInEveryLayer() throws Exception {
    Seals.signTag(registry, REPOSITORY, image, RELEASE, Map.of("env", "dev"));
    Seals.signTag(registry, REPOSITORY, image, RELEASE, Map.of("env", "prod"));
    Findings findings = examine(registry, subject, TRUST, Demand.signature(Map.of("env", "prod")));
    assertEquals(List.of("release"), signers(findings));
    assertEquals(List.of(Code.WRONG_ANNOTATION), rejections(findings));
  }

  /** A047: hung under another image's tag. */
  @Test
  void aSignatureOfAnotherImageIsAWrongClaim() throws Exception {
    RawManifest other = TestImages.pushImage(registry, new ByTag(REPOSITORY, "other"), "other");
    Bytes payload = ContainerImage.cosign("r.example.com/app", other.digest(), Map.of());
    Seals.addLayer(registry, subject, payload, RELEASE.sign(payload));
    assertEquals(List.of(Code.WRONG_CLAIM), rejections(examineAll()));
  }

  /** What podman's other format or anything else calls itself is no signature of this kind. */
  @Test
  void aPayloadOfAnotherTypeIsNoSignature() throws Exception {
    String payload = ContainerImage.cosign("r.example.com/app", image.digest(), Map.of()).utf8();
    for (String type : List.of("atomic container signature", "Cosign container image signature", "")) {
      Bytes other = Bytes.utf8(payload.replace(ContainerImage.COSIGN, type));
      Seals.addLayer(registry, subject, other, RELEASE.sign(other));
    }
    assertEquals(
        List.of(Code.WRONG_CLAIM_TYPE, Code.WRONG_CLAIM_TYPE, Code.WRONG_CLAIM_TYPE), rejections(examineAll()));
  }

  @Test
  void aLayerWithoutItsSignatureIsMalformedAndHidesNoOther() throws Exception {
    Bytes payload = ContainerImage.cosign("r.example.com/app", image.digest(), Map.of());
    Descriptor bare = TestImages.pushBlob(registry, REPOSITORY, SimpleSigning.LAYER, payload);
    Descriptor good = SimpleSigning.layer(payload, RELEASE.sign(payload));
    Descriptor config = TestImages.pushBlob(registry, REPOSITORY, MediaType.OCI_CONFIG, Bytes.utf8("{}"));
    registry.pushTag(
        sigTag(),
        TestImages.manifest(config, List.of(bare, good), null, null, Map.of()),
        new Expected.Anything());
    Findings findings = examineAll();
    assertEquals(List.of("release"), signers(findings));
    assertEquals(List.of(Code.MALFORMED), rejections(findings));
  }

  /** cosign 3 looks at no .sig when there is any bundle (cosign.md 3.9). */
  @Test
  void aForeignBundleHidesNoSignatureUnderTheTag() {
    Seals.sign(registry, REPOSITORY, image, STRANGER);
    Bytes provenance = TestSigner.statement(TestSigner.PROVENANCE, image.digest());
    Seals.attach(registry, REPOSITORY, image, RELEASE.bundle(Statement.PAYLOAD_TYPE, provenance));
    sign(RELEASE);
    Findings findings = examine(registry, subject, TRUST, Demand.signature(Map.of()));
    assertEquals(List.of("release"), signers(findings));
    assertEquals(List.of(Code.BAD_SIGNATURE, Code.WRONG_CLAIM_TYPE), rejections(findings));
  }

  /** An entry in a listing that is stray there, for it has no subject. */
  @Test
  void aListingThatNamesTheManifestOfTheTagDoesNotHideIt() throws Exception {
    sign(RELEASE);
    RawManifest manifest = registry.resolve(sigTag());
    Findings findings = examineAll(new BentReader(registry).lists(List.of(manifest.descriptor())));
    assertEquals(List.of("release"), signers(findings));
    assertEquals(List.of(Code.WRONG_SUBJECT), rejections(findings));
  }

  /** What cosign copy leaves (cosign.md 4.4): the image itself under the fallback tag. */
  @Test
  void anImageUnderTheFallbackTagIsSeenThrough() throws Exception {
    registry.pushTag(FallbackTag.of(subject), image, new Expected.Anything());
    sign(RELEASE);
    Findings findings = examineAll();
    assertEquals(List.of("release"), signers(findings));
    assertEquals(1, assertInstanceOf(State.Read.class, state(findings, Place.FALLBACK_TAG)).notices().size());
  }

  /** And the index of its children. */
  @Test
  void anIndexOfChildrenUnderTheFallbackTagIsSeenThrough() throws Exception {
    RawManifest index = TestImages.pushIndex(registry, new ByTag(REPOSITORY, "all")).index();
    registry.pushTag(FallbackTag.of(subject), index, new Expected.Anything());
    sign(RELEASE);
    Findings findings = examineAll();
    assertEquals(List.of("release"), signers(findings));
    assertEquals(List.of(Code.WRONG_SUBJECT, Code.WRONG_SUBJECT), rejections(findings));
  }

  @ParameterizedTest
  @EnumSource(value = Kind.class, mode = EnumSource.Mode.EXCLUDE, names = "NOT_FOUND")
  void aTagThatCannotBeReadIsUnreadableAndNotNone(Kind kind) {
    Seals.sign(registry, REPOSITORY, image, CI);
    Findings findings = examineAll(new BentReader(registry).fails("resolve " + sigTag().tag(), kind));
    assertEquals(List.of("ci"), signers(findings));
    assertInstanceOf(State.Unreadable.class, state(findings, SIG));
  }

  @Test
  void aPlaceThatIsNotThereHoldsNothing() {
    Findings findings = examineAll();
    assertEquals(
        List.of(Place.REFERRERS_API, Place.FALLBACK_TAG, SIG),
        findings.places().stream().map(Findings.Look::place).toList());
    assertEquals(new State.Read(0, true, List.of()), state(findings, SIG));
  }

  @Test
  void aTagThatHoldsAnythingElseIsRejected() throws Exception {
    registry.pushTag(
        sigTag(),
        RawManifest.of(MediaType.OCI_INDEX, Bytes.utf8("{\"schemaVersion\":2,\"manifests\":[]}")),
        new Expected.Anything());
    assertEquals(List.of(Code.UNKNOWN_FORMAT), rejections(examineAll()));
    registry.pushTag(sigTag(), image, new Expected.Anything());
    assertEquals(List.of(Code.UNKNOWN_FORMAT), rejections(examineAll()));
  }
}
