package dev.inkan.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inkan.envelope.bundle.SigstoreBundle;
import dev.inkan.gate.decision.Code;
import dev.inkan.gate.decision.Decision.Admit;
import dev.inkan.gate.decision.Decision.Deny;
import dev.inkan.gate.decision.Decision.Undetermined;
import dev.inkan.gate.decision.DecisionRecord;
import dev.inkan.gate.policy.Policy;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.content.JsonText;
import dev.inkan.registry.content.RawManifest;
import dev.inkan.registry.fault.Fault;
import dev.inkan.registry.fault.On;
import dev.inkan.registry.http.HttpRegistry;
import dev.inkan.registry.http.HttpRegistryOptions;
import dev.inkan.registry.memory.Lack;
import dev.inkan.registry.memory.MemoryRegistry;
import dev.inkan.registry.reference.Reference;
import dev.inkan.registry.reference.Reference.ByDigest;
import dev.inkan.registry.server.RegistryServer.LoggedRequest;
import dev.inkan.registry.testing.MisbehavingRegistry;
import dev.inkan.registry.testing.TestImages;
import dev.inkan.verifier.Verifier;
import dev.inkan.verifier.check.Demand;
import dev.inkan.verifier.testing.Seals;
import dev.inkan.verifier.testing.TestSigner;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What registries do over the wire, and what becomes of it. The counts are those of the registry's own log. */
class GateOverHttpTest {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final TestSigner RELEASE = TestSigner.named("release");
  private static final TestSigner STRANGER = TestSigner.named("stranger");

  private MisbehavingRegistry registry = start(new MemoryRegistry());
  private RawManifest image = push();

  private static MisbehavingRegistry start(MemoryRegistry content) {
    try {
      return MisbehavingRegistry.over(content);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private RawManifest push() {
    try {
      return TestImages.pushImage(registry.content(), registry.tag("app", "v1"));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @BeforeEach
  void forgetsTheRequestsSoFar() {
    registry.clearRequests();
  }

  @AfterEach
  void stops() throws IOException {
    registry.close();
  }

  private void restartWithoutReferrersApi() throws IOException {
    registry.close();
    registry = start(MemoryRegistry.without(Lack.REFERRERS_API));
    image = push();
  }

  private RawManifest sign() {
    return Seals.sign(registry.content(), registry.repository("app"), image, RELEASE);
  }

  private Reference byDigest() {
    return new ByDigest(registry.repository("app"), image.digest());
  }

  private Reference byTag() {
    return registry.tag("app", "v1");
  }

  private DecisionRecord decide(Reference asked) {
    return decide(asked, RELEASE, Duration.ofMinutes(1));
  }

  private static DecisionRecord decide(Reference asked, TestSigner signer, Duration timeout) {
    var options = HttpRegistryOptions.defaults().withRetries(0).withTimeout(timeout);
    try (var http = HttpRegistry.open(options)) {
      return new Gate(
              http,
              Policy.requiring(signer.trusted()),
              trust -> new Verifier(http, List.of(new SigstoreBundle()), trust, Demand.signature(Map.of())))
          .decide(asked, NOW);
    }
  }

  private static void assertAdmitted(DecisionRecord record) {
    assertInstanceOf(Admit.class, record.decision(), JsonText.pretty(record.json()));
  }

  private static void assertDenied(Code code, DecisionRecord record) {
    Deny deny = assertInstanceOf(Deny.class, record.decision(), JsonText.pretty(record.json()));
    assertEquals(code, deny.why().code(), JsonText.pretty(record.json()));
  }

  private static void assertUndetermined(DecisionRecord record) {
    assertInstanceOf(Undetermined.class, record.decision(), JsonText.pretty(record.json()));
  }

  private List<String> requests() {
    return registry.requests().stream().map(LoggedRequest::toString).toList();
  }

  /** docs: three requests by digest with a key, and the image itself is not among them. */
  @Test
  void aSignedDigestTakesThreeRequests() {
    Bytes bundle = RELEASE.bundle(image.digest());
    RawManifest seal = Seals.attach(registry.content(), registry.repository("app"), image, bundle);
    assertAdmitted(decide(byDigest()));
    assertEquals(
        List.of(
            "GET /v2/app/referrers/" + image.digest() + " 200",
            "GET /v2/app/manifests/" + seal.digest() + " 200",
            "GET /v2/app/blobs/" + Digest.sha256(bundle) + " 200"),
        requests());
  }

  @Test
  void aSignedTagTakesOneMoreToResolveIt() {
    sign();
    assertAdmitted(decide(byTag()));
    assertEquals(4, requests().size(), requests().toString());
    assertEquals(
        1, requests().stream().filter(request -> request.contains("/manifests/v1")).count(), requests().toString());
  }

  @Test
  void withoutTheReferrersApiASignedDigestTakesFour() throws IOException {
    restartWithoutReferrersApi();
    sign();
    registry.clearRequests();
    assertAdmitted(decide(byDigest()));
    assertEquals(4, requests().size(), requests().toString());
  }

  @Test
  void anUnsignedDigestTakesTheTwoPlacesAndTheImage() {
    assertDenied(Code.UNSIGNED, decide(byDigest()));
    assertEquals(3, requests().size(), requests().toString());
  }

  /** Nothing but the attached manifests and their bundles: no layer of the image, ever. */
  @Test
  void noLayerOfTheImageIsEverAskedFor() {
    Bytes bundle = RELEASE.bundle(image.digest());
    Seals.attach(registry.content(), registry.repository("app"), image, bundle);
    assertDenied(Code.UNTRUSTED, decide(byTag(), STRANGER, Duration.ofMinutes(1)));
    String blob = "GET /v2/app/blobs/" + Digest.sha256(bundle) + " 200";
    assertEquals(
        List.of(blob), requests().stream().filter(request -> request.contains("/blobs/")).toList());
  }

  /** A031: none is success, none is "no signature". */
  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 405, 408, 429, 500, 502, 503, 504})
  void aStatusOnTheListingIsUndetermined(int status) {
    sign();
    registry.has(Fault.status(status, On.referrers()));
    DecisionRecord record = decide(byTag());
    assertUndetermined(record);
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 404, 429, 500, 503})
  void aStatusOnTheBundleIsUndetermined(int status) {
    sign();
    registry.has(Fault.status(status, On.blobs()));
    assertUndetermined(decide(byTag()));
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 404, 429, 500, 503})
  void aStatusOnTheAttachedManifestIsUndetermined(int status) {
    RawManifest seal = sign();
    registry.has(Fault.status(status, On.manifest(seal.digest())));
    assertUndetermined(decide(byTag()));
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 429, 500, 503})
  void aStatusOnTheFallbackTagIsUndetermined(int status) {
    registry.has(Fault.status(status, On.tag("sha256-" + image.digest().encoded())));
    assertUndetermined(decide(byTag()));
    sign();
    assertAdmitted(decide(byTag()));
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 429, 500, 503})
  void aStatusOnTheImageIsUndetermined(int status) {
    sign();
    registry.has(Fault.status(status, On.tag("v1")));
    assertUndetermined(decide(byTag()));
  }

  @Test
  void a404OnTheImageIsADeny() {
    registry.has(Fault.status(404, On.tag("v1")));
    assertDenied(Code.NO_SUCH_IMAGE, decide(byTag()));
    registry.has(Fault.status(404, On.manifest(image.digest())));
    assertDenied(Code.NO_SUCH_IMAGE, decide(byDigest()));
  }

  @Test
  void whatHangsUpIsUndetermined() {
    sign();
    registry.has(Fault.hangUp(On.everything()));
    assertUndetermined(decide(byTag()));
    assertUndetermined(decide(byDigest()));
  }

  @Test
  void aRegistryThatIsNotThereIsUndetermined() throws IOException {
    Reference asked = byTag();
    registry.close();
    assertUndetermined(decide(asked));
  }

  /** A033: nobody waits for ever, and time that is over is not "no". */
  @Test
  void aRegistryThatNeverAnswersIsUndeterminedWhenTheTimeIsOver() {
    sign();
    registry.neverAnswers(On.referrers());
    assertUndetermined(decide(byDigest(), RELEASE, Duration.ofMillis(300)));
  }

  /** A login page is no registry's answer. */
  @Test
  void htmlIsUndetermined() {
    sign();
    registry.has(Fault.html(On.referrers()));
    assertUndetermined(decide(byTag()));
    registry.behaves();
    registry.has(Fault.html(On.tag("v1")));
    assertUndetermined(decide(byTag()));
  }

  @Test
  void aListingThatDoesNotParseIsUndetermined() {
    sign();
    registry.has(Fault.body(On.referrers(), Bytes.utf8("{\"manifests\":")));
    assertUndetermined(decide(byTag()));
  }

  @Test
  void aCutBundleIsUndetermined() {
    sign();
    registry.has(Fault.cut(On.blobs()));
    assertUndetermined(decide(byTag()));
  }

  /** A001: other bytes than the digest's. */
  @Test
  void imageBytesThatAreNotTheirDigestsAreTamperedWith() {
    registry.has(Fault.bitFlipped(On.manifest(image.digest())));
    assertDenied(Code.TAMPERED, decide(byDigest()));
  }

  @Test
  void bundleBytesThatAreNotTheirDigestsAreEvidenceThatFails() {
    RawManifest seal = sign();
    registry.has(Fault.bitFlipped(On.blobs()));
    assertDenied(Code.UNTRUSTED, decide(byTag()));
    registry.behaves();
    registry.has(Fault.bitFlipped(On.manifest(seal.digest())));
    assertDenied(Code.UNTRUSTED, decide(byTag()));
  }

  /** A002: the header is never what is trusted. */
  @Test
  void aHeaderThatNamesTheSignedDigestDoesNotMakeOtherBytesSigned() throws IOException {
    sign();
    RawManifest evil = TestImages.pushImage(registry.content(), registry.tag("app", "evil"));
    registry.has(Fault.changed(On.tag("v1"), answer ->
        answer.body(evil.bytes()).header("Docker-Content-Digest", image.digest().toString())));
    assertDenied(Code.TAMPERED, decide(byTag()));
    registry.behaves();
    registry.has(Fault.withoutHeader(On.tag("v1"), "Docker-Content-Digest"));
    assertAdmitted(decide(byTag()));
  }

  /** A003: the tag moves between two requests, and there is no second one. */
  @Test
  void aTagThatMovesAfterItWasResolvedChangesNothing() throws IOException {
    sign();
    RawManifest evil = TestImages.pushImage(registry.content(), registry.tag("app", "evil"));
    registry.has(Fault.changed(On.referrers(), answer -> {
      try {
        TestImages.pushImage(registry.content(), registry.tag("app", "v1"), "evil");
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
      return answer;
    }));
    DecisionRecord record = decide(byTag());
    assertAdmitted(record);
    assertEquals(image.digest(), record.digest());
    assertTrue(requests().stream().noneMatch(request -> request.contains(evil.digest().toString())));
    registry.behaves();
    assertDenied(Code.UNSIGNED, decide(byTag()));
  }

  /** A018. */
  @Test
  void endlessPagesAreADenyOfTheirOwn() {
    registry.has(Fault.endlessPages(On.referrers()));
    DecisionRecord record = decide(byTag());
    assertDenied(Code.LIMIT, record);
  }

  /** A022, A023: cut where the descriptor says that it ends, and evidence that contradicts its size. */
  @Test
  void anEndlessBundleIsCutAndProvesNothing() {
    sign();
    registry.has(Fault.endless(On.blobs()));
    assertDenied(Code.UNTRUSTED, decide(byTag()));
  }
}
