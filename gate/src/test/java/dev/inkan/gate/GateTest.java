package dev.inkan.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inkan.envelope.bundle.SigstoreBundle;
import dev.inkan.envelope.claim.Statement;
import dev.inkan.gate.decision.Code;
import dev.inkan.gate.decision.Decision.Admit;
import dev.inkan.gate.decision.Decision.Deny;
import dev.inkan.gate.decision.Decision.Undetermined;
import dev.inkan.gate.decision.DecisionRecord;
import dev.inkan.gate.decision.SignatureFacts.State;
import dev.inkan.gate.decision.Subject;
import dev.inkan.gate.policy.ImagePattern;
import dev.inkan.gate.policy.MalformedPattern;
import dev.inkan.gate.policy.NoMatch;
import dev.inkan.gate.policy.Policy;
import dev.inkan.gate.policy.Requirement;
import dev.inkan.gate.policy.Rule;
import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.RegistryReader;
import dev.inkan.registry.RegistryWriter.Expected;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.content.JsonText;
import dev.inkan.registry.content.JsonValue;
import dev.inkan.registry.content.JsonValue.JsonArray;
import dev.inkan.registry.content.JsonValue.JsonNumber;
import dev.inkan.registry.content.JsonValue.JsonObject;
import dev.inkan.registry.content.JsonValue.JsonString;
import dev.inkan.registry.content.MediaType;
import dev.inkan.registry.content.Platform;
import dev.inkan.registry.content.RawManifest;
import dev.inkan.registry.memory.Lack;
import dev.inkan.registry.memory.MemoryRegistry;
import dev.inkan.registry.reference.Reference;
import dev.inkan.registry.reference.Reference.ByDigest;
import dev.inkan.registry.reference.Reference.ByTag;
import dev.inkan.registry.reference.Repository;
import dev.inkan.registry.testing.TestImages;
import dev.inkan.verifier.Verifier;
import dev.inkan.verifier.check.Demand;
import dev.inkan.verifier.reason.Reason;
import dev.inkan.verifier.testing.BentReader;
import dev.inkan.verifier.testing.Seals;
import dev.inkan.verifier.testing.TestSigner;
import dev.inkan.verifier.trust.TrustStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GateTest {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final Repository REPOSITORY = new Repository("r.example.com", "app");
  private static final ByTag TAG = new ByTag(REPOSITORY, "v1");
  private static final TestSigner RELEASE = TestSigner.named("release");
  private static final TestSigner CI = TestSigner.named("ci");
  private static final TestSigner STRANGER = TestSigner.named("stranger");
  private static final Policy KEY = Policy.requiring(RELEASE.trusted());

  private final MemoryRegistry registry = new MemoryRegistry();

  private static DecisionRecord decide(RegistryReader reader, Policy policy, Reference asked) {
    return decide(reader, policy, asked, Map.of());
  }

  private static DecisionRecord decide(
      RegistryReader reader, Policy policy, Reference asked, Map<String, String> annotations) {
    return new Gate(
            reader,
            policy,
            trust -> new Verifier(reader, List.of(new SigstoreBundle()), trust, Demand.signature(annotations)))
        .decide(asked, NOW);
  }

  private static void assertAdmitted(DecisionRecord record) {
    assertInstanceOf(Admit.class, record.decision(), JsonText.pretty(record.json()));
  }

  private static void assertDenied(Code code, DecisionRecord record) {
    Deny deny = assertInstanceOf(Deny.class, record.decision(), JsonText.pretty(record.json()));
    assertEquals(code, deny.why().code(), JsonText.pretty(record.json()));
    assertFalse(deny.why().hint().isBlank());
  }

  private static void assertUndetermined(DecisionRecord record) {
    Undetermined open = assertInstanceOf(Undetermined.class, record.decision(), JsonText.pretty(record.json()));
    assertFalse(open.why().hint().isBlank());
  }

  private RawManifest image() throws RegistryException {
    return TestImages.pushImage(registry, TAG);
  }

  private void sign(RawManifest image, TestSigner... signers) {
    for (TestSigner signer : signers) {
      Seals.sign(registry, REPOSITORY, image, signer);
    }
  }

  private static ByDigest at(RawManifest image) {
    return new ByDigest(REPOSITORY, image.digest());
  }

  @Test
  void aSignedImageIsAdmittedByTagAndByDigest() throws RegistryException {
    RawManifest image = image();
    sign(image, RELEASE);
    for (Reference asked : List.of(TAG, at(image))) {
      DecisionRecord record = decide(registry, KEY, asked);
      assertAdmitted(record);
      assertEquals(image.digest(), record.digest());
      assertEquals(asked.toString(), record.reference());
      assertEquals(List.of("release"), record.signers().stream().map(DecisionRecord.Signer::name).toList());
    }
  }

  @Test
  void anUnsignedImageIsDeniedByTagAndByDigest() throws RegistryException {
    RawManifest image = image();
    assertDenied(Code.UNSIGNED, decide(registry, KEY, TAG));
    assertDenied(Code.UNSIGNED, decide(registry, KEY, at(image)));
    sign(image, STRANGER);
    assertDenied(Code.UNTRUSTED, decide(registry, KEY, TAG));
  }

  @Test
  void anImageThatDoesNotExistIsSaidNotToExist() throws RegistryException {
    assertDenied(Code.NO_SUCH_IMAGE, decide(registry, KEY, TAG));
    var nowhere = new ByDigest(REPOSITORY, Digest.sha256(Bytes.utf8("nowhere")));
    assertDenied(Code.NO_SUCH_IMAGE, decide(registry, KEY, nowhere));
    sign(image(), RELEASE);
    assertDenied(Code.NO_SUCH_IMAGE, decide(registry, KEY, nowhere));
  }

  /** A003, A005: a tag is resolved once, and everything after is about that digest. */
  @Test
  void aTagIsResolvedOnceAndNeverAgain() throws RegistryException {
    RawManifest image = image();
    sign(image, RELEASE);
    var reader = new BentReader(registry);
    DecisionRecord record = decide(reader, KEY, TAG);
    assertAdmitted(record);
    assertEquals(1, reader.asked().stream().filter("resolve v1"::equals).count(), reader.asked().toString());
    reader = new BentReader(registry);
    assertAdmitted(decide(reader, KEY, at(image)));
    assertTrue(reader.asked().stream().noneMatch(call -> call.startsWith("resolve v1")), reader.asked().toString());
  }

  /** By digest a yes needs three requests and not the image; a no fetches it to tell "unsigned" from "not there". */
  @Test
  void onlyWhatCouldTurnTheVerdictIsRead() throws RegistryException {
    RawManifest image = image();
    RawManifest seal = Seals.sign(registry, REPOSITORY, image, RELEASE);
    var reader = new BentReader(registry);
    DecisionRecord yes = decide(reader, KEY, at(image));
    assertAdmitted(yes);
    assertFalse(yes.subjectFetched());
    assertEquals(3, reader.asked().size(), reader.asked().toString());
    assertEquals("referrers " + image.digest(), reader.asked().get(0));
    assertEquals("manifest " + seal.digest(), reader.asked().get(1));
    assertInstanceOf(State.NotLookedAt.class, yes.places().get(1).fact().state());
    var other = new BentReader(registry);
    DecisionRecord no = decide(other, Policy.requiring(CI.trusted()), at(image));
    assertDenied(Code.UNTRUSTED, no);
    assertTrue(no.subjectFetched());
  }

  /** A207: no request leaves for an image that no rule is about. */
  @Test
  void whatIsDecidedBeforehandAsksNobody() throws MalformedPattern {
    var reader = new BentReader(registry);
    assertDenied(Code.NO_RULE, decide(reader, elsewhere(NoMatch.DENY, null), TAG));
    assertDenied(Code.POLICY_EXPIRED, decide(reader, elsewhere(NoMatch.ALLOW, NOW), TAG));
    assertEquals(List.of(), reader.asked());
  }

  /** A073: whoever signed it, and before anybody is asked. */
  @Test
  void aDigestThatNothingCanBeProvenAgainstIsDenied() throws MalformedPattern {
    var reader = new BentReader(registry);
    var weak = new ByDigest(REPOSITORY, new Digest("md5", "0".repeat(32)));
    assertDenied(Code.UNPROVABLE, decide(reader, KEY, weak));
    assertDenied(Code.UNPROVABLE, decide(reader, elsewhere(NoMatch.ALLOW, null), weak));
    assertEquals(List.of(), reader.asked());
  }

  /** What is let through has a digest, and only that is let through. */
  @Test
  void noMatchAllowAndWarnResolveTheTag() throws MalformedPattern, RegistryException {
    RawManifest image = image();
    DecisionRecord allowed = decide(registry, elsewhere(NoMatch.ALLOW, null), TAG);
    assertAdmitted(allowed);
    assertEquals(image.digest(), allowed.digest());
    DecisionRecord warned = decide(registry, elsewhere(NoMatch.WARN, null), TAG);
    assertDenied(Code.NO_RULE, warned);
    assertFalse(((Deny) warned.decision()).enforced());
    assertEquals(image.digest(), warned.digest());
    var nothing = new ByTag(REPOSITORY, "nothing");
    assertDenied(Code.NO_SUCH_IMAGE, decide(registry, elsewhere(NoMatch.ALLOW, null), nothing));
    assertDenied(Code.NO_SUCH_IMAGE, decide(registry, elsewhere(NoMatch.WARN, null), nothing));
  }

  private static Policy elsewhere(NoMatch noMatch, @Nullable Instant expires) throws MalformedPattern {
    var rule =
        new Rule("x", List.of(ImagePattern.parse("r.example.com/other")), new Requirement.Signer("release"));
    return new Policy("test", null, expires, noMatch, new TrustStore(List.of(RELEASE.trusted())), List.of(rule));
  }

  private static Policy asking(Requirement requirement) {
    var rule = new Rule("r", List.of(ImagePattern.everything()), requirement);
    var signers = new TrustStore(List.of(RELEASE.trusted(), CI.trusted()));
    return new Policy("test", null, null, NoMatch.DENY, signers, List.of(rule));
  }

  private static final Requirement BOTH =
      new Requirement.All(List.of(new Requirement.Signer("release"), new Requirement.Signer("ci")));

  @Test
  void aDemandForTwoIsMetByTwoSignaturesAndNotByOneTwice() throws RegistryException {
    RawManifest image = image();
    sign(image, RELEASE, RELEASE);
    assertDenied(Code.SIGNER_MISSING, decide(registry, asking(BOTH), TAG));
    sign(image, CI);
    assertAdmitted(decide(registry, asking(BOTH), TAG));
  }

  @Test
  void demandedAnnotationsAreLookedForInTheSignature() throws RegistryException {
    RawManifest image = image();
    Seals.attach(registry, REPOSITORY, image, RELEASE.bundle(image.digest(), Map.of("env", "prod")));
    DecisionRecord record = decide(registry, KEY, TAG, Map.of("env", "prod"));
    assertAdmitted(record);
    assertEquals(Map.of("env", "prod"), record.signers().getFirst().holds().annotations());
    DecisionRecord other = decide(registry, KEY, TAG, Map.of("env", "dev"));
    assertDenied(Code.UNTRUSTED, other);
    assertEquals(Reason.Code.WRONG_ANNOTATION, other.rejected().getFirst().reason().code());
  }

  /** A067, A068. */
  @Test
  void anAttestationByTheRightKeyIsNoSignature() throws RegistryException {
    RawManifest image = image();
    Bytes provenance = TestSigner.statement(TestSigner.PROVENANCE, image.digest());
    Seals.attach(registry, REPOSITORY, image, RELEASE.bundle(Statement.PAYLOAD_TYPE, provenance));
    assertDenied(Code.UNTRUSTED, decide(registry, KEY, TAG));
  }

  /** A047: the bundle of another image, hung on this one. */
  @Test
  void aSignatureOfAnotherImageIsNoneOfThisOne() throws RegistryException {
    RawManifest other = TestImages.pushImage(registry, new ByTag(REPOSITORY, "other"));
    Seals.attach(registry, REPOSITORY, image(), RELEASE.bundle(other.digest()));
    DecisionRecord record = decide(registry, KEY, TAG);
    assertDenied(Code.UNTRUSTED, record);
    assertEquals(Reason.Code.WRONG_CLAIM, record.rejected().getFirst().reason().code());
  }

  /** A031, by the kind of failure, of the listing, the artifact, the blob and the image. */
  @ParameterizedTest
  @EnumSource(Kind.class)
  void noFailureIsEverAYesNorUnsigned(Kind kind) throws RegistryException {
    RawManifest image = image();
    RawManifest seal = Seals.sign(registry, REPOSITORY, image, RELEASE);
    for (String call : List.of("referrers", "manifest " + seal.digest(), "blob")) {
      DecisionRecord record = decide(new BentReader(registry).fails(call, kind), KEY, TAG);
      switch (kind) {
        case TOO_LARGE -> assertDenied(Code.LIMIT, record);
        case INTEGRITY -> assertInstanceOf(Deny.class, record.decision());
        case NOT_FOUND, UNAUTHORIZED, DENIED, RATE_LIMITED, UNAVAILABLE, UNREACHABLE, TLS, TIMEOUT, PROTOCOL,
            UNSUPPORTED, REFUSED, CONFLICT, LOCAL ->
            assertUndetermined(record);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void anImageThatCannotBeReadIsDeniedOnlyForWhatItIs(Kind kind) throws RegistryException {
    RawManifest image = image();
    for (Reference asked : List.of(TAG, at(image))) {
      var reader = new BentReader(registry).fails("resolve v1", kind).fails("manifest " + image.digest(), kind);
      DecisionRecord record = decide(reader, KEY, asked);
      switch (kind) {
        case NOT_FOUND -> assertDenied(Code.NO_SUCH_IMAGE, record);
        case INTEGRITY -> assertDenied(Code.TAMPERED, record);
        case TOO_LARGE -> assertDenied(Code.LIMIT, record);
        case UNAUTHORIZED, DENIED, RATE_LIMITED, UNAVAILABLE, UNREACHABLE, TLS, TIMEOUT, PROTOCOL, UNSUPPORTED, REFUSED,
            CONFLICT, LOCAL ->
            assertUndetermined(record);
      }
    }
  }

  @Test
  void aPlaceThatIsDownDoesNotTurnAYes() throws RegistryException {
    RawManifest image = image();
    sign(image, RELEASE);
    String fallback = "resolve sha256-" + image.digest().encoded();
    assertAdmitted(decide(new BentReader(registry).fails(fallback, Kind.UNAVAILABLE), KEY, TAG));
    assertUndetermined(
        decide(
            new BentReader(registry).fails(fallback, Kind.UNAVAILABLE), Policy.requiring(CI.trusted()), TAG));
  }

  /** A010: an image with two meanings, signed or not. */
  @Test
  void anImageWithTwoMeaningsIsDenied() throws RegistryException {
    var both = MemoryRegistry.without(Lack.CONTENT_CHECKS);
    Bytes text =
        Bytes.utf8(
            "{\"schemaVersion\":2,\"mediaType\":\"" + MediaType.OCI_INDEX + "\",\"manifests\":[],\"layers\":[]}");
    RawManifest raw = RawManifest.of(MediaType.OCI_INDEX, text);
    both.pushTag(TAG, raw, new Expected.Anything());
    assertDenied(Code.MALFORMED_IMAGE, decide(both, KEY, TAG));
  }

  @Test
  void anIndexIsAdmittedByItsOwnSignatureAndNamesItsChildren() throws RegistryException {
    var pushed = TestImages.pushIndex(registry, TAG);
    sign(pushed.index(), RELEASE);
    DecisionRecord record = decide(registry, KEY, TAG);
    assertAdmitted(record);
    assertEquals(
        pushed.children().stream().map(RawManifest::digest).toList(),
        record.children().stream().map(Subject.Child::digest).toList());
    assertEquals(
        List.of("linux/amd64", "linux/arm64"), record.children().stream().map(Subject.Child::platform).toList());
  }

  @Test
  void anIndexIsAdmittedWhenEveryChildIsSigned() throws RegistryException {
    var pushed = TestImages.pushIndex(registry, TAG);
    sign(pushed.children().get(0), RELEASE);
    assertDenied(Code.UNSIGNED, decide(registry, KEY, TAG));
    assertDenied(Code.UNSIGNED, decide(registry, KEY, at(pushed.index())));
    sign(pushed.children().get(1), RELEASE);
    assertAdmitted(decide(registry, KEY, TAG));
    DecisionRecord record = decide(registry, KEY, at(pushed.index()));
    assertAdmitted(record);
    assertTrue(record.subjectFetched());
    assertEquals(2, record.signers().size());
  }

  /** A013: a child asked for by its own digest has only its own signatures. */
  @Test
  void aBareChildIsNotCoveredByItsIndex() throws RegistryException {
    var pushed = TestImages.pushIndex(registry, TAG);
    sign(pushed.index(), RELEASE);
    assertDenied(Code.UNSIGNED, decide(registry, KEY, at(pushed.children().getFirst())));
    sign(pushed.children().getFirst(), RELEASE);
    assertAdmitted(decide(registry, KEY, at(pushed.children().getFirst())));
  }

  /** A014: the tag moves to an index with one child replaced; the old signatures are about the old one. */
  @Test
  void anIndexWithAReplacedChildIsDenied() throws RegistryException {
    var pushed = TestImages.pushIndex(registry, TAG);
    sign(pushed.index(), RELEASE);
    sign(pushed.children().get(0), RELEASE);
    RawManifest evil = TestImages.pushImage(registry, new ByTag(REPOSITORY, "evil"));
    pushIndex(child(pushed.children().get(0), new Platform("linux", "amd64", null)),
        child(evil, new Platform("linux", "arm64", null)));
    assertDenied(Code.UNSIGNED, decide(registry, KEY, TAG));
  }

  /** Build attestations never run; but nothing is left out that is listed as runnable elsewhere in the index. */
  @Test
  void onlyChildrenThatNeverRunAreLeftOut() throws RegistryException {
    RawManifest image = TestImages.pushImage(registry, new ByTag(REPOSITORY, "image"));
    RawManifest attestation = TestImages.pushImage(registry, new ByTag(REPOSITORY, "attestation"));
    sign(image, RELEASE);
    Platform amd64 = new Platform("linux", "amd64", null);
    Platform never = new Platform("unknown", "unknown", null);
    pushIndex(child(image, amd64), child(attestation, never));
    DecisionRecord record = decide(registry, KEY, TAG);
    assertAdmitted(record);
    assertEquals(1, record.children().size());
    pushIndex(child(image, amd64), child(attestation, never), child(attestation, amd64));
    assertDenied(Code.UNSIGNED, decide(registry, KEY, TAG));
    pushIndex(child(image, amd64), child(attestation, null));
    assertDenied(Code.UNSIGNED, decide(registry, KEY, TAG));
    pushIndex(child(attestation, never));
    assertDenied(Code.UNSIGNED, decide(registry, KEY, TAG));
    pushIndex();
    assertDenied(Code.UNSIGNED, decide(registry, KEY, TAG));
  }

  /** A017: an index in an index is a child like any other, so nothing is walked. */
  @Test
  void anIndexInAnIndexNeedsItsOwnSignature() throws RegistryException {
    var inner = TestImages.pushIndex(registry, new ByTag(REPOSITORY, "inner"));
    sign(inner.children().get(0), RELEASE);
    sign(inner.children().get(1), RELEASE);
    pushIndex(child(inner.index(), null));
    assertDenied(Code.UNSIGNED, decide(registry, KEY, TAG));
    sign(inner.index(), RELEASE);
    assertAdmitted(decide(registry, KEY, TAG));
  }

  /** A017, A020: no request for any of too many children. */
  @Test
  void tooManyChildrenAreNotLookedAt() throws RegistryException {
    var children = new ArrayList<JsonValue>();
    for (int i = 0; i <= Subject.Index.MAX_CHILDREN; i++) {
      var listed = Descriptor.of(MediaType.OCI_MANIFEST, Bytes.utf8("child " + i));
      children.add(listed.json());
    }
    var lax = MemoryRegistry.without(Lack.CONTENT_CHECKS);
    lax.pushTag(TAG, index(children), new Expected.Anything());
    var reader = new BentReader(lax);
    assertDenied(Code.LIMIT, decide(reader, KEY, TAG));
    assertEquals(3, reader.asked().size(), reader.asked().toString());
  }

  /** The first child that surely fails ends it. */
  @Test
  void childrenAreLookedAtOnlyAsLongAsTheyCouldTurnIt() throws RegistryException {
    var pushed = TestImages.pushIndex(registry, TAG);
    sign(pushed.children().get(1), RELEASE);
    var reader = new BentReader(registry);
    assertDenied(Code.UNSIGNED, decide(reader, KEY, TAG));
    Digest second = pushed.children().get(1).digest();
    assertFalse(reader.asked().contains("referrers " + second), reader.asked().toString());
  }

  private static JsonValue child(RawManifest manifest, @Nullable Platform platform) {
    Descriptor listed = manifest.descriptor();
    return new Descriptor(listed.mediaType(), listed.digest(), listed.size(), null, Map.of(), platform).json();
  }

  private void pushIndex(JsonValue... children) throws RegistryException {
    registry.pushTag(TAG, index(List.of(children)), new Expected.Anything());
  }

  private static RawManifest index(List<JsonValue> children) {
    var index = new LinkedHashMap<String, JsonValue>();
    index.put("schemaVersion", JsonNumber.of(2));
    index.put("mediaType", new JsonString(MediaType.OCI_INDEX.value()));
    index.put("manifests", new JsonArray(children));
    return RawManifest.of(MediaType.OCI_INDEX, JsonText.compact(new JsonObject(index)));
  }

  /** A235: the tag in a pattern is no way around the rule. */
  @Test
  void aRuleAboutTagsHoldsForDigestsToo() throws RegistryException, MalformedPattern {
    RawManifest image = image();
    var rule = new Rule("tags", List.of(ImagePattern.parse("r.example.com/app:v*")), new Requirement.Signer("release"));
    var policy =
        new Policy(
            "test", null, null, NoMatch.ALLOW, new TrustStore(List.of(RELEASE.trusted())), List.of(rule));
    assertDenied(Code.UNSIGNED, decide(registry, policy, at(image)));
    assertDenied(Code.UNSIGNED, decide(registry, policy, TAG));
  }

  @Test
  void theRecordIsTheSameBytesForTheSameFacts() throws RegistryException {
    RawManifest image = image();
    sign(image, STRANGER, CI, RELEASE);
    Bytes first = JsonText.compact(decide(registry, asking(BOTH), TAG).json());
    assertEquals(first, JsonText.compact(decide(registry, asking(BOTH), TAG).json()));
  }

  /** A copy is judged by the rules of the name that it was copied from, on the bytes that it has where it is. */
  @Test
  void aCopyIsDecidedByTheRulesOfItsSourceOnItsOwnBytes() throws Exception {
    var copies = new Repository("other.example.com", "copies/app");
    RawManifest copy = TestImages.pushImage(registry, new ByTag(copies, "v1"));
    Policy policy = about("r.example.com/app");
    var stored = new ByDigest(copies, copy.digest());
    assertDenied(Code.NO_RULE, decide(registry, policy, stored));
    assertDenied(Code.UNSIGNED, ask(registry, policy, Question.ofStored(stored, TAG)));
    Seals.sign(registry, copies, copy, RELEASE);
    DecisionRecord record = ask(registry, policy, Question.ofStored(stored, TAG));
    assertAdmitted(record);
    assertTrue(record.subjectFetched());
    assertEquals(copies + "@" + copy.digest(), record.reference());
  }

  /** A digest alone is enough for a yes, but not for a door that is about to hand out the bytes. */
  @Test
  void aDoorThatHandsOutTheImageReadsItAndCannotTellWithoutIt() throws Exception {
    RawManifest image = image();
    sign(image, RELEASE);
    var stored = new ByDigest(REPOSITORY, image.digest());
    var reader = new BentReader(registry);
    reader.fails("manifest " + image.digest(), Kind.UNAVAILABLE);
    assertAdmitted(decide(reader, KEY, stored));
    assertUndetermined(ask(reader, KEY, Question.ofStored(stored, stored)));
    assertTrue(ask(registry, KEY, Question.ofStored(stored, stored)).subjectFetched());
  }

  private static Policy about(String pattern) throws MalformedPattern {
    var rule = new Rule("x", List.of(ImagePattern.parse(pattern)), new Requirement.Signer("release"));
    return new Policy(
        "p", 1, null, NoMatch.DENY, new TrustStore(List.of(RELEASE.trusted())), List.of(rule));
  }

  private static DecisionRecord ask(RegistryReader reader, Policy policy, Question question) {
    return new Gate(
            reader,
            policy,
            trust -> new Verifier(reader, List.of(new SigstoreBundle()), trust, Demand.signature(Map.of())))
        .decide(question, NOW);
  }

  /** What the user has to mend is told from what may pass by itself. */
  @Test
  void aFaultOfThisMachineHasItsOwnCode() throws RegistryException {
    RawManifest image = image();
    sign(image, RELEASE);
    for (String call : List.of("resolve v1", "referrers")) {
      DecisionRecord local = decide(new BentReader(registry).fails(call, Kind.LOCAL), KEY, TAG);
      assertEquals(Code.LOCAL, ((Undetermined) local.decision()).why().code(), call);
      DecisionRecord network = decide(new BentReader(registry).fails(call, Kind.UNAVAILABLE), KEY, TAG);
      assertEquals(Code.UNREADABLE, ((Undetermined) network.decision()).why().code(), call);
    }
  }
}
