package dev.inkan.gate.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inkan.gate.decision.Decision.Admit;
import dev.inkan.gate.decision.Decision.Deny;
import dev.inkan.gate.decision.Decision.Undetermined;
import dev.inkan.gate.decision.SignatureFacts.Evidence;
import dev.inkan.gate.decision.SignatureFacts.PlaceFact;
import dev.inkan.gate.decision.SignatureFacts.Result;
import dev.inkan.gate.decision.SignatureFacts.State;
import dev.inkan.gate.policy.ImagePattern;
import dev.inkan.gate.policy.MalformedPattern;
import dev.inkan.gate.policy.NoMatch;
import dev.inkan.gate.policy.Policy;
import dev.inkan.gate.policy.Requirement;
import dev.inkan.gate.policy.Requirement.All;
import dev.inkan.gate.policy.Requirement.Any;
import dev.inkan.gate.policy.Requirement.AtLeast;
import dev.inkan.gate.policy.Rule;
import dev.inkan.gate.testing.Signers;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.content.JsonText;
import dev.inkan.registry.reference.Reference;
import dev.inkan.registry.reference.Reference.ByDigest;
import dev.inkan.registry.reference.Reference.ByTag;
import dev.inkan.registry.reference.Repository;
import dev.inkan.verifier.reason.Reason;
import dev.inkan.verifier.trust.TrustStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyEvaluatorTest {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final Repository REPOSITORY = new Repository("r.example.com", "app");
  private static final Digest DIGEST = digest("image");
  private static final Reference BY_DIGEST = new ByDigest(REPOSITORY, DIGEST);
  private static final Reference BY_TAG = new ByTag(REPOSITORY, "v1");
  private static final Requirement A = new Requirement.Signer("a");
  private static final Requirement B = new Requirement.Signer("b");
  private static final Requirement C = new Requirement.Signer("c");
  private static final Cause DOWN = new Cause("UNAVAILABLE", "GET of r.example.com answered 503", "try again later");
  private static final PlaceFact READ = new PlaceFact("referrers-api", new State.Read(1, true, List.of()));
  private static final PlaceFact NONE = new PlaceFact("fallback-tag", new State.NotOffered());
  private static final PlaceFact UNREADABLE = new PlaceFact("fallback-tag", new State.Unreadable(DOWN));
  private static final PlaceFact NOT_LOOKED_AT = new PlaceFact("fallback-tag", new State.NotLookedAt());

  private static Digest digest(String of) {
    return Digest.sha256(Bytes.utf8(of));
  }

  private static Evidence signed(String signer) {
    return new Evidence(
        digest("by " + signer), digest("bundle by " + signer), "referrers-api",
        new Result.Holds(signer, "sigstore", null, Map.of(), List.of(), null));
  }

  private static Evidence rejected(Reason.Code code) {
    return new Evidence(digest("bad " + code), null, "referrers-api", new Result.Fails(new Reason(code, "no good")));
  }

  private static Evidence unreadable() {
    return new Evidence(digest("gone"), null, "referrers-api", new Result.Unreadable(DOWN));
  }

  /** Everything was looked at, and these were found. */
  private static SignatureFacts found(Evidence... evidence) {
    return new SignatureFacts(List.of(READ, NONE), List.of(evidence));
  }

  private static Rule rule(String name, Requirement signatures) {
    return new Rule(name, List.of(ImagePattern.everything()), signatures);
  }

  private static Policy policy(NoMatch noMatch, @Nullable Instant expires, Rule... rules) {
    var signers = new TrustStore(List.of(Signers.named("a"), Signers.named("b"), Signers.named("c")));
    return new Policy("test", 3, expires, noMatch, signers, List.of(rules));
  }

  private static Policy asking(Requirement signatures) {
    return policy(NoMatch.DENY, null, rule("r", signatures));
  }

  private static Facts image(SignatureFacts own) {
    return new Facts(BY_TAG, new Subject.Image(DIGEST), own);
  }

  private static Facts index(SignatureFacts own, SignatureFacts... children) {
    var list = new ArrayList<Subject.Child>();
    for (int i = 0; i < children.length; i++) {
      list.add(new Subject.Child(digest("child " + i), "linux/" + i, children[i]));
    }
    return new Facts(BY_TAG, new Subject.Index(DIGEST, list), own);
  }

  private static Decision decide(Policy policy, Facts facts) {
    return PolicyEvaluator.evaluate(policy, facts, NOW).decision();
  }

  private static void assertAdmitted(Decision decision) {
    assertInstanceOf(Admit.class, decision, decision.toString());
  }

  private static Why denied(Code code, Decision decision) {
    Deny deny = assertInstanceOf(Deny.class, decision, decision.toString());
    assertEquals(code, deny.why().code(), deny.toString());
    assertTrue(deny.enforced());
    assertFalse(deny.why().hint().isBlank());
    return deny.why();
  }

  private static Why undetermined(Decision decision) {
    Undetermined undetermined = assertInstanceOf(Undetermined.class, decision, decision.toString());
    assertFalse(undetermined.why().hint().isBlank());
    return undetermined.why();
  }

  @Test
  void aSignatureByTheSignerThatIsAskedForAdmits() {
    assertAdmitted(decide(asking(A), image(found(signed("a")))));
  }

  @Test
  void noSignatureAtAllIsDeniedAsUnsigned() {
    Why why = denied(Code.UNSIGNED, decide(asking(A), image(found())));
    assertEquals("rule \"r\" asks for a signature by a: it has no signature", why.sentence());
    assertEquals(
        "if the image is right, sign it: inkan sign --key KEY r.example.com/app@" + DIGEST, why.hint());
  }

  @Test
  void anotherTrustedSignerIsNotTheOneThatIsAskedFor() {
    Why why = denied(Code.SIGNER_MISSING, decide(asking(A), image(found(signed("b")))));
    assertTrue(why.sentence().endsWith("it is signed by b only"), why.sentence());
  }

  @Test
  void whatProvesNothingIsDeniedAsUntrustedAndNotAsUnsigned() {
    denied(Code.UNTRUSTED, decide(asking(A), image(found(rejected(Reason.Code.BAD_SIGNATURE)))));
  }

  @Test
  void aBadSignatureNeverHidesAGoodOne() {
    assertAdmitted(decide(asking(A), image(found(rejected(Reason.Code.BAD_SIGNATURE), signed("a")))));
    assertAdmitted(decide(asking(A), image(found(rejected(Reason.Code.LIMIT), signed("a")))));
  }

  /** A020: neither "no signature" nor a pass. */
  @Test
  void aBoundThatWasHitIsADenyOfItsOwn() {
    denied(Code.LIMIT, decide(asking(A), image(found(rejected(Reason.Code.LIMIT)))));
    var refused = new PlaceFact("referrers-api", new State.Refused(new Reason(Reason.Code.LIMIT, "endless pages")));
    denied(Code.LIMIT, decide(asking(A), image(new SignatureFacts(List.of(refused, NONE), List.of()))));
  }

  /** A031 and policy.md 6: what could not be read is unknown only where it could still turn the verdict. */
  @Test
  void anUnreadablePlaceMattersOnlyWhereItCouldTurnTheVerdict() {
    var nothing = new SignatureFacts(List.of(READ, UNREADABLE), List.of());
    var signedByA = new SignatureFacts(List.of(READ, UNREADABLE), List.of(signed("a")));
    Why why = undetermined(decide(asking(A), image(nothing)));
    assertEquals(Code.UNREADABLE, why.code());
    assertTrue(why.sentence().endsWith(DOWN.detail()), why.sentence());
    assertEquals(DOWN.hint(), why.hint());
    assertAdmitted(decide(asking(A), image(signedByA)));
    undetermined(decide(asking(new All(List.of(A, B))), image(signedByA)));
    assertAdmitted(decide(asking(new Any(List.of(A, B))), image(signedByA)));
  }

  @Test
  void anUnreadableCandidateMattersAsMuchAsAPlace() {
    undetermined(decide(asking(A), image(found(unreadable()))));
    assertAdmitted(decide(asking(A), image(found(unreadable(), signed("a")))));
  }

  @Test
  void aPlaceNotLookedAtIsUnknown() {
    var lazy = new SignatureFacts(List.of(READ, NOT_LOOKED_AT), List.of());
    undetermined(decide(asking(A), image(lazy)));
    assertFalse(lazy.isComplete());
  }

  /** What stopped when enough was found for one question does not answer another. */
  @Test
  void aPlaceReadInPartIsUnknown() {
    var part = new PlaceFact("referrers-api", new State.Read(2, false, List.of()));
    var facts = new SignatureFacts(List.of(part, NONE), List.of(signed("a")));
    assertAdmitted(decide(asking(A), image(facts)));
    undetermined(decide(asking(B), image(facts)));
  }

  /** All of nothing: facts in which nobody has looked anywhere are not facts that nothing is there. */
  @Test
  void nothingLookedAtIsUnknownAndNeverUnsigned() {
    assertFalse(SignatureFacts.NOTHING_YET.isComplete());
    undetermined(decide(asking(A), image(SignatureFacts.NOTHING_YET)));
    undetermined(decide(asking(A), Facts.nothingYet(BY_DIGEST)));
    undetermined(decide(asking(A), Facts.nothingYet(BY_TAG)));
  }

  @ParameterizedTest
  @CsvSource({
    // who signed, all(a, b), any(a, b), 2 of a b c, all(a, any(b, c)), any(c, all(a, b))
    "'',    false, false, false, false, false",
    "a,     false, true,  false, false, false",
    "b,     false, true,  false, false, false",
    "c,     false, false, false, false, true",
    "a b,   true,  true,  true,  true,  true",
    "a c,   false, true,  true,  true,  true",
    "b c,   false, true,  true,  false, true",
    "a b c, true,  true,  true,  true,  true",
    "a a,   false, true,  false, false, false"
  })
  void treesAskForWhatTheySay(String by, boolean all, boolean any, boolean two, boolean nested, boolean other) {
    var evidence = new ArrayList<Evidence>();
    for (String signer : by.isEmpty() ? new String[0] : by.split(" ")) {
      evidence.add(signed(signer));
    }
    Facts facts = image(found(evidence.toArray(Evidence[]::new)));
    assertVerdict(all, new All(List.of(A, B)), facts);
    assertVerdict(any, new Any(List.of(A, B)), facts);
    assertVerdict(two, new AtLeast(2, List.of(A, B, C)), facts);
    assertVerdict(nested, new All(List.of(A, new Any(List.of(B, C)))), facts);
    assertVerdict(other, new Any(List.of(C, new All(List.of(A, B)))), facts);
  }

  private static void assertVerdict(boolean admitted, Requirement asked, Facts facts) {
    Decision decision = decide(asking(asked), facts);
    assertEquals(admitted ? Admit.class : Deny.class, decision.getClass(), asked.toString());
  }

  @Test
  void everyMatchingRuleApplies() throws MalformedPattern {
    Policy policy =
        policy(
            NoMatch.DENY,
            null,
            rule("all", A),
            new Rule("app", List.of(ImagePattern.parse("r.example.com/app")), B),
            new Rule("other", List.of(ImagePattern.parse("r.example.com/other")), C));
    denied(Code.SIGNER_MISSING, decide(policy, image(found(signed("a")))));
    denied(Code.SIGNER_MISSING, decide(policy, image(found(signed("b")))));
    DecisionRecord both = PolicyEvaluator.evaluate(policy, image(found(signed("a"), signed("b"))), NOW);
    assertAdmitted(both.decision());
    assertEquals(List.of("all", "app"), both.checks().stream().map(Check::rule).toList());
  }

  @Test
  void aSureFailOfOneRuleIsADenyWhateverElseIsUnknown() {
    Policy policy = policy(NoMatch.DENY, null, rule("one", new Any(List.of(A, B))), rule("two", C));
    var facts = index(found(signed("a")), new SignatureFacts(List.of(UNREADABLE), List.of()));
    undetermined(decide(policy, facts));
    denied(Code.SIGNER_MISSING, decide(policy, index(found(signed("a")), found())));
  }

  /** A207. */
  @Test
  void anImageThatNoRuleIsAboutIsDeniedBeforeAnythingIsLookedAt() throws MalformedPattern {
    Why why = denied(Code.NO_RULE, decide(elsewhere(NoMatch.DENY), Facts.nothingYet(BY_TAG)));
    assertEquals("no rule of the policy \"test\" is about r.example.com/app:v1", why.sentence());
  }

  /** A218: the door lets it through, but nobody can mistake that for an admission. */
  @Test
  void noMatchWarnIsADenyThatIsNotEnforced() throws MalformedPattern {
    Deny deny = assertInstanceOf(Deny.class, decide(elsewhere(NoMatch.WARN), image(found())));
    assertEquals(Code.NO_RULE, deny.why().code());
    assertFalse(deny.enforced());
  }

  @Test
  void noMatchAllowAdmitsWhatExists() throws MalformedPattern {
    assertAdmitted(decide(elsewhere(NoMatch.ALLOW), image(found())));
    assertAdmitted(decide(elsewhere(NoMatch.ALLOW), Facts.nothingYet(BY_DIGEST)));
  }

  @Test
  void neitherWarnNorAllowLetsThroughWhatHasNoDigest() throws MalformedPattern {
    for (NoMatch noMatch : List.of(NoMatch.WARN, NoMatch.ALLOW)) {
      Policy policy = elsewhere(noMatch);
      Facts facts = Facts.nothingYet(BY_TAG);
      undetermined(decide(policy, facts));
      undetermined(decide(policy, facts.with(new Subject.Unreadable(DOWN))));
      denied(Code.NO_SUCH_IMAGE, decide(policy, facts.with(new Subject.Missing("404"))));
      denied(Code.TAMPERED, decide(policy, facts.with(new Subject.Refused(Code.TAMPERED, "other bytes"))));
    }
  }

  private static Policy elsewhere(NoMatch noMatch) throws MalformedPattern {
    return policy(noMatch, null, new Rule("x", List.of(ImagePattern.parse("r.example.com/other")), A));
  }

  /** A gate that runs for long holds policies that expire while it runs. */
  @Test
  void anExpiredPolicyAdmitsNothing() {
    Policy policy = policy(NoMatch.ALLOW, NOW, rule("r", A));
    denied(Code.POLICY_EXPIRED, decide(policy, image(found(signed("a")))));
    Policy later = policy(NoMatch.ALLOW, NOW.plusNanos(1), rule("r", A));
    DecisionRecord record = PolicyEvaluator.evaluate(later, image(found(signed("a"))), NOW);
    assertAdmitted(record.decision());
    assertEquals(NOW.plusNanos(1), record.validUntil());
  }

  @Test
  void whatIsMissingOrMustNotBeUsedIsDeniedWhateverIsSigned() {
    SignatureFacts signed = found(signed("a"));
    denied(
        Code.NO_SUCH_IMAGE,
        decide(asking(A), new Facts(BY_DIGEST, new Subject.Missing("GET answered 404"), signed)));
    denied(
        Code.TAMPERED,
        decide(asking(A), new Facts(BY_DIGEST, new Subject.Refused(Code.TAMPERED, "other bytes"), signed)));
  }

  /** By digest, a signature is over the bytes whether or not we have read them. */
  @Test
  void byDigestTheSubjectNeedNotBeFetchedForAYesButForANo() {
    Facts facts = Facts.nothingYet(BY_DIGEST);
    DecisionRecord yes = PolicyEvaluator.evaluate(asking(A), facts.withOwn(found(signed("a"))), NOW);
    assertAdmitted(yes.decision());
    assertFalse(yes.subjectFetched());
    assertEquals(DIGEST, yes.digest());
    undetermined(decide(asking(A), facts.withOwn(found())));
    undetermined(decide(asking(A), facts.withOwn(found()).with(new Subject.Unreadable(DOWN))));
  }

  @Test
  void anIndexPassesByItsOwnSignature() {
    assertAdmitted(decide(asking(A), index(found(signed("a")), found(), found())));
  }

  @Test
  void anIndexPassesByASignatureOnEachChild() {
    DecisionRecord record =
        PolicyEvaluator.evaluate(asking(A), index(found(), found(signed("a")), found(signed("a"))), NOW);
    assertAdmitted(record.decision());
    assertEquals("signed by a, on each of its 2 children", record.checks().getFirst().why().sentence());
    assertEquals(2, record.children().size());
    assertEquals(2, record.signers().size());
  }

  /** A014: one child replaced. */
  @Test
  void oneChildWithoutASignatureIsEnoughForANo() {
    denied(Code.UNSIGNED, decide(asking(A), index(found(), found(signed("a")), found())));
    denied(Code.UNSIGNED, decide(asking(A), index(found(), found(signed("a")), found(signed("b")))));
  }

  @Test
  void aChildThatCannotBeReadLeavesAnIndexOpen() {
    var unread = new SignatureFacts(List.of(UNREADABLE), List.of());
    undetermined(decide(asking(A), index(found(), found(signed("a")), unread)));
    denied(Code.UNSIGNED, decide(asking(A), index(found(), found(), unread)));
    assertAdmitted(decide(asking(A), index(found(signed("a")), unread)));
  }

  /** The whole demand is met by the index, or by each child: never half here and half there. */
  @Test
  void indexAndChildrenDoNotAddUp() {
    denied(Code.SIGNER_MISSING, decide(asking(new All(List.of(A, B))), index(found(signed("a")), found(signed("b")))));
  }

  /** All of nothing again: an index of build attestations only has no child that may run. */
  @Test
  void anIndexWithoutAChildThatMayRunPassesOnlyByItsOwn() {
    denied(Code.UNSIGNED, decide(asking(A), index(found())));
    assertAdmitted(decide(asking(A), index(found(signed("a")))));
  }

  /** A017, A020. */
  @Test
  void moreChildrenThanTheBoundAreNotLookedAt() {
    var children = new SignatureFacts[Subject.Index.MAX_CHILDREN + 1];
    Arrays.fill(children, found(signed("a")));
    denied(Code.LIMIT, decide(asking(A), index(found(), children)));
    assertAdmitted(decide(asking(A), index(found(), Arrays.copyOf(children, children.length - 1))));
    assertAdmitted(decide(asking(A), index(found(signed("a")), children)));
  }

  @Test
  void enoughIsWhatSatisfiesEveryMatchingRule() {
    Policy policy = policy(NoMatch.DENY, null, rule("one", A), rule("two", B));
    assertFalse(PolicyEvaluator.isEnough(policy, BY_TAG, found(signed("a"))));
    assertTrue(PolicyEvaluator.isEnough(policy, BY_TAG, found(signed("a"), signed("b"))));
    assertFalse(PolicyEvaluator.isEnough(policy, BY_TAG, SignatureFacts.NOTHING_YET));
  }

  @Test
  void onlyAnIndexHasChildrenToFillIn() {
    assertThrows(IllegalStateException.class, () -> image(found()).withChild(0, found()));
    Facts filled = index(found(), found(), SignatureFacts.NOTHING_YET).withChild(1, found(signed("a")));
    assertEquals(Set.of("a"), filled.children().get(1).signatures().signers());
    assertTrue(filled.children().get(0).signatures().evidence().isEmpty());
  }

  @Test
  void aHintHoldsNothingThatAShellWouldExpand() {
    var bracketed = new ByDigest(new Repository("[::1]:5000", "app"), DIGEST);
    Facts facts = new Facts(bracketed, new Subject.Image(DIGEST), found());
    assertEquals(
        "if the image is right, sign it: inkan sign --key KEY IMAGE",
        denied(Code.UNSIGNED, decide(asking(A), facts)).hint());
  }

  @Test
  void aRecordListsAllThatItRestsOn() {
    DecisionRecord record =
        PolicyEvaluator.evaluate(
            asking(A), image(found(signed("a"), signed("b"), rejected(Reason.Code.WRONG_CLAIM), unreadable())), NOW);
    assertEquals(List.of("a", "b"), record.signers().stream().map(DecisionRecord.Signer::name).toList());
    assertEquals(List.of(digest("by a")), record.checks().getFirst().evidence());
    assertEquals(1, record.rejected().size());
    assertEquals(1, record.unread().size());
    assertEquals(2, record.places().size());
    assertNull(record.validUntil());
  }

  @Test
  void theSameFactsGiveTheSameBytes() {
    Facts facts = index(found(rejected(Reason.Code.LIMIT)), found(signed("a")), found(signed("a")));
    Bytes first = JsonText.compact(PolicyEvaluator.evaluate(asking(A), facts, NOW).json());
    Bytes second = JsonText.compact(PolicyEvaluator.evaluate(asking(A), facts, NOW.plusSeconds(1)).json());
    assertEquals(first, second);
    Bytes other = JsonText.compact(PolicyEvaluator.evaluate(asking(B), facts, NOW).json());
    assertNotEquals(first, other);
  }
}
