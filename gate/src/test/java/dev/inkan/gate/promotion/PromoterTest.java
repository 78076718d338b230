package dev.inkan.gate.promotion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inkan.gate.decision.Code;
import dev.inkan.gate.decision.Decision.Admit;
import dev.inkan.gate.decision.Decision.Deny;
import dev.inkan.gate.decision.Decision.Undetermined;
import dev.inkan.gate.decision.DecisionRecord;
import dev.inkan.gate.policy.ImagePattern;
import dev.inkan.gate.policy.NoMatch;
import dev.inkan.gate.policy.Policy;
import dev.inkan.gate.policy.Requirement;
import dev.inkan.gate.policy.Rule;
import dev.inkan.gate.promotion.Promotion.Denied;
import dev.inkan.gate.promotion.Promotion.DeniedThere;
import dev.inkan.gate.promotion.Promotion.Planned;
import dev.inkan.gate.promotion.Promotion.Promoted;
import dev.inkan.gate.promotion.Promotion.TagTaken;
import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.content.RawManifest;
import dev.inkan.registry.copy.TagRule;
import dev.inkan.registry.copy.Target;
import dev.inkan.registry.memory.Lack;
import dev.inkan.registry.memory.MemoryRegistry;
import dev.inkan.registry.reference.Reference;
import dev.inkan.registry.reference.Reference.ByDigest;
import dev.inkan.registry.reference.Reference.ByTag;
import dev.inkan.registry.reference.Repository;
import dev.inkan.registry.testing.TestImages;
import dev.inkan.verifier.testing.BentReader;
import dev.inkan.verifier.testing.Seals;
import java.util.List;
import org.junit.jupiter.api.Test;

/** gates.md 5 and cli.md "promote": both ends decide, and the tag comes last. */
class PromoterTest {
  private static final Repository STAGING = new Repository("staging.example.com", "app");
  private static final Repository PROD = new Repository("prod.example.com", "team/app");
  private static final ByTag V1 = new ByTag(STAGING, "v1");
  private static final ByTag LIVE = new ByTag(PROD, "live");
  private static final Policy BOTH = Depot.both();

  private final MemoryRegistry source = new MemoryRegistry();
  private final MemoryRegistry destination = new MemoryRegistry();

  private static Errand errand(Reference from) {
    return new Errand(from, new Target(PROD, "live"), TagRule.careful());
  }

  private Promotion promote(Errand errand) throws RegistryException {
    return Depot.promoter(BOTH, source, destination).promote(errand, Depot.NOW);
  }

  private RawManifest sealed() throws RegistryException {
    RawManifest image = TestImages.pushImage(source, V1);
    Depot.seal(source, STAGING, image);
    return image;
  }

  private void assertNothingThere() {
    assertEquals(
        Kind.NOT_FOUND,
        assertThrows(RegistryException.class, () -> destination.tags(PROD)).kind(), "nothing was written");
  }

  @Test
  void aSignedImageArrivesWithItsSignaturesAndIsTagged() throws Exception {
    RawManifest image = sealed();
    var promoted = assertInstanceOf(Promoted.class, promote(errand(V1)));
    assertTrue(promoted.tagWritten());
    assertEquals(image, destination.resolve(LIVE));
    var stored = new ByDigest(PROD, image.digest());
    assertEquals(stored.toString(), promoted.atDestination().reference());
    assertInstanceOf(Admit.class, Depot.judge(BOTH, destination, stored, V1).decision());
    assertEquals(List.of("ci", "release"), signers(promoted.atDestination()));
  }

  private static List<String> signers(DecisionRecord record) {
    return record.signers().stream().map(DecisionRecord.Signer::name).sorted().toList();
  }

  @Test
  void anIndexArrivesWithItsChildren() throws Exception {
    TestImages.PushedIndex index = TestImages.pushIndex(source, V1);
    Depot.seal(source, STAGING, index.index());
    assertInstanceOf(Promoted.class, promote(errand(V1)));
    assertEquals(index.index(), destination.resolve(LIVE));
    for (RawManifest child : index.children()) {
      assertEquals(child, destination.manifest(new ByDigest(PROD, child.digest())));
    }
  }

  @Test
  void doneAgainItChangesNothing() throws Exception {
    sealed();
    promote(errand(V1));
    var again = assertInstanceOf(Promoted.class, promote(errand(V1)));
    assertFalse(again.tagWritten());
    assertTrue(again.copied().isNothing());
  }

  @Test
  void anUnsignedImageLeavesNothing() throws Exception {
    TestImages.pushImage(source, V1);
    var denied = assertInstanceOf(Denied.class, promote(errand(V1)));
    assertEquals(Code.UNSIGNED, assertInstanceOf(Deny.class, denied.atSource().decision()).why().code());
    assertNothingThere();
  }

  @Test
  void anImageThatOneOfTwoHasSignedLeavesNothing() throws Exception {
    Seals.sign(source, STAGING, TestImages.pushImage(source, V1), Depot.RELEASE);
    var denied = assertInstanceOf(Denied.class, promote(errand(V1)));
    assertEquals(Code.SIGNER_MISSING, assertInstanceOf(Deny.class, denied.atSource().decision()).why().code());
    assertNothingThere();
  }

  @Test
  void whatCannotBeReadAtTheSourceIsNeitherYesNorNoAndLeavesNothing() throws Exception {
    sealed();
    var reader = new BentReader(source).fails("referrers", Kind.RATE_LIMITED);
    Promotion promotion = Depot.promoter(BOTH, reader, destination).promote(errand(V1), Depot.NOW);
    assertInstanceOf(Undetermined.class, assertInstanceOf(Denied.class, promotion).atSource().decision());
    assertNothingThere();
  }

  /** Enough was found, but not all that there may be: a copy of it would lose what could not be read. */
  @Test
  void aYesThatDidNotNeedEveryPlaceDoesNotCopyWithoutIt() throws Exception {
    sealed();
    var reader = new BentReader(source).fails("resolve sha256-", Kind.UNAVAILABLE);
    Policy release = Policy.requiring(Depot.RELEASE.trusted());
    RegistryException failure = assertThrows(
        RegistryException.class,
        () -> Depot.promoter(release, reader, destination).promote(errand(V1), Depot.NOW));
    assertEquals(Kind.UNAVAILABLE, failure.kind());
    assertNothingThere();
  }

  /** A003, A250: a tag that moves after the decision moves nothing here. */
  @Test
  void whatIsCopiedIsWhatWasDecidedAboutThoughTheTagMoves() throws Exception {
    RawManifest image = sealed();
    var moving = new MovingReader(source, V1);
    assertInstanceOf(
        Promoted.class, Depot.promoter(BOTH, moving, destination).promote(errand(V1), Depot.NOW));
    assertEquals(image, destination.resolve(LIVE));
  }

  /** The destination takes everything and lists nothing. */
  @Test
  void aDestinationThatLosesSignaturesGetsNoTag() throws Exception {
    sealed();
    var forgetful = new BadDestination(destination, BadDestination.Vice.LISTS_NOTHING);
    RegistryException failure = assertThrows(
        RegistryException.class,
        () -> Depot.promoter(BOTH, source, forgetful).promote(errand(V1), Depot.NOW));
    assertEquals(Kind.PROTOCOL, failure.kind());
    assertThrows(RegistryException.class, () -> destination.resolve(LIVE));
  }

  /** It lists the signature, and serves another one in its place. */
  @Test
  void whatIsNotAdmittedWhereItArrivedGetsNoTag() throws Exception {
    sealed();
    var liar = new BadDestination(destination, BadDestination.Vice.SERVES_OTHER_BYTES);
    var denied = assertInstanceOf(
        DeniedThere.class, Depot.promoter(BOTH, source, liar).promote(errand(V1), Depot.NOW));
    assertInstanceOf(Deny.class, denied.atDestination().decision());
    assertThrows(RegistryException.class, () -> destination.resolve(LIVE));
  }

  @Test
  void aTagOfAnotherImageIsNotTakenUnlessToldTo() throws Exception {
    RawManifest image = sealed();
    RawManifest other = TestImages.pushImage(destination, LIVE, "another image");
    var taken = assertInstanceOf(TagTaken.class, promote(errand(V1)));
    assertEquals(other.digest(), taken.holds());
    assertThrows(
        RegistryException.class, () -> destination.manifest(new ByDigest(PROD, image.digest())), "nothing was written");

    var wrong = new Errand(V1, new Target(PROD, "live"), new TagRule(image.digest(), false));
    assertInstanceOf(Promoted.class, promote(new Errand(V1, new Target(PROD, "free"), TagRule.careful())));
    var gone = new Errand(V1, new Target(PROD, "gone"), new TagRule(other.digest(), false));
    assertInstanceOf(TagTaken.class, promote(gone), "something was expected, and nothing is there");
    assertInstanceOf(TagTaken.class, promote(wrong));
    assertEquals(other, destination.resolve(LIVE));

    var expected = new Errand(V1, new Target(PROD, "live"), new TagRule(other.digest(), false));
    assertInstanceOf(Promoted.class, promote(expected));
    assertEquals(image, destination.resolve(LIVE));

    TestImages.pushImage(destination, LIVE, "a third image");
    var overwrite = new Errand(V1, new Target(PROD, "live"), new TagRule(null, true));
    assertInstanceOf(Promoted.class, promote(overwrite));
    assertEquals(image, destination.resolve(LIVE));
  }

  /** policy.md 11: a no that is not enforced is said, and lets the image through. */
  @Test
  void aNoThatIsNotEnforcedIsSaidAndStopsNothing() throws Exception {
    RawManifest image = TestImages.pushImage(source, V1);
    var elsewhere =
        new Rule("x", List.of(ImagePattern.parse("elsewhere.example.com/**")), new Requirement.Signer("ci"));
    var warning = new Policy(
        "warning", 1, null, NoMatch.WARN, Depot.policy(elsewhere).signers(), List.of(elsewhere));
    var promoted = assertInstanceOf(
        Promoted.class, Depot.promoter(warning, source, destination).promote(errand(V1), Depot.NOW));
    assertFalse(assertInstanceOf(Deny.class, promoted.atDestination().decision()).enforced());
    assertEquals(image, destination.resolve(LIVE));
  }

  @Test
  void aPlanWritesNothing() throws Exception {
    RawManifest image = sealed();
    Promoter promoter = Depot.promoter(BOTH, source, destination);
    var planned = assertInstanceOf(Planned.class, promoter.plan(errand(V1), Depot.NOW));
    assertEquals(image.digest(), planned.plan().origin().root().digest());
    assertEquals(1, planned.plan().referrers().size());
    assertEquals(1, planned.plan().families().size());
    assertNothingThere();
  }

  @Test
  void aDigestGoesToADigestWithoutATag() throws Exception {
    RawManifest image = sealed();
    var errand = new Errand(new ByDigest(STAGING, image.digest()), new Target(PROD, null), TagRule.careful());
    var promoted = assertInstanceOf(Promoted.class, promote(errand));
    assertFalse(promoted.tagWritten());
    assertEquals(image, destination.manifest(new ByDigest(PROD, image.digest())));
  }

  /** The rules are those of the name that it comes from: the destination's name need not be in the policy. */
  @Test
  void theRulesOfTheSourceDecideAtBothEnds() throws Exception {
    var rule = new Rule(
        "staging", List.of(ImagePattern.parse("staging.example.com/app:v1")), new Requirement.Signer("ci"));
    sealed();
    Policy policy = Depot.policy(rule);
    var promoted = assertInstanceOf(
        Promoted.class, Depot.promoter(policy, source, destination).promote(errand(V1), Depot.NOW));
    assertEquals("staging", promoted.atDestination().checks().getFirst().rule());
  }

  /** cli.md "promote": rules that match the destination's name are evaluated, too. */
  @Test
  void theRulesOfTheDestinationsNameMustHoldBesides() throws Exception {
    var staging = new Rule(
        "staging", List.of(ImagePattern.parse("staging.example.com/**")), new Requirement.Signer("release"));
    var prod = new Rule("prod", List.of(ImagePattern.parse("prod.example.com/**")), new Requirement.Signer("ci"));
    RawManifest image = TestImages.pushImage(source, V1);
    Seals.sign(source, STAGING, image, Depot.RELEASE);
    Promoter promoter = Depot.promoter(Depot.policy(staging, prod), source, destination);
    var denied = assertInstanceOf(DeniedThere.class, promoter.promote(errand(V1), Depot.NOW));
    assertEquals("prod", denied.atDestination().checks().getFirst().rule());
    assertThrows(RegistryException.class, () -> destination.resolve(LIVE));

    Seals.sign(destination, PROD, image, Depot.CI);
    assertInstanceOf(Promoted.class, promoter.promote(errand(V1), Depot.NOW));
    assertEquals(image, destination.resolve(LIVE));
  }

  @Test
  void aRegistryWithoutTheReferrersApiWorksAsWellAtEitherEnd() throws Exception {
    var old = MemoryRegistry.without(Lack.REFERRERS_API);
    RawManifest image = sealed();
    assertInstanceOf(Promoted.class, Depot.promoter(BOTH, source, old).promote(errand(V1), Depot.NOW));
    var back = new Repository("archive.example.com", "app");
    var errand = new Errand(LIVE, new Target(back, "v1"), TagRule.careful());
    assertInstanceOf(Promoted.class, Depot.promoter(BOTH, old, destination).promote(errand, Depot.NOW));
    assertInstanceOf(
        Admit.class, Depot.judge(BOTH, destination, new ByDigest(back, image.digest()), V1).decision());
  }
}
