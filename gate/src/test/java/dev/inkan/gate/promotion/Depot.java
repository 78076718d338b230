package dev.inkan.gate.promotion;

import dev.inkan.envelope.bundle.SigstoreBundle;
import dev.inkan.envelope.simplesigning.SimpleSigning;
import dev.inkan.gate.Gate;
import dev.inkan.gate.Question;
import dev.inkan.gate.decision.DecisionRecord;
import dev.inkan.gate.policy.ImagePattern;
import dev.inkan.gate.policy.NoMatch;
import dev.inkan.gate.policy.Policy;
import dev.inkan.gate.policy.Requirement;
import dev.inkan.gate.policy.Rule;
import dev.inkan.registry.RegistryReader;
import dev.inkan.registry.RegistryWriter;
import dev.inkan.registry.content.RawManifest;
import dev.inkan.registry.copy.Copier;
import dev.inkan.registry.copy.CopyListener;
import dev.inkan.registry.copy.CopyOptions;
import dev.inkan.registry.copy.Family;
import dev.inkan.registry.memory.MemoryRegistry;
import dev.inkan.registry.reference.Reference;
import dev.inkan.registry.reference.Reference.ByDigest;
import dev.inkan.registry.reference.Repository;
import dev.inkan.verifier.Verifier;
import dev.inkan.verifier.check.Demand;
import dev.inkan.verifier.testing.Seals;
import dev.inkan.verifier.testing.TestSigner;
import dev.inkan.verifier.trust.TrustStore;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A policy that asks for two signatures of two kinds, images that have them, and promoters that go by it. */
final class Depot {
  static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  static final TestSigner RELEASE = TestSigner.named("release");
  static final TestSigner CI = TestSigner.named("ci");
  static final CopyOptions OPTIONS =
      new CopyOptions(List.of(Family.ofLayers("sig"), Family.ofLayers("att"), Family.ofOne("sbom")), 4, false);

  private Depot() {}

  /** Both must have signed, whatever the image is called. */
  static Policy both() {
    var asked = new Requirement.All(List.of(new Requirement.Signer("release"), new Requirement.Signer("ci")));
    return policy(new Rule("both", List.of(ImagePattern.everything()), asked));
  }

  static Policy policy(Rule... rules) {
    var signers = new TrustStore(List.of(RELEASE.trusted(), CI.trusted()));
    return new Policy("depot", 1, null, NoMatch.DENY, signers, List.of(rules));
  }

  /** A bundle by the one, a {@code .sig} by the other. */
  static void seal(MemoryRegistry registry, Repository repository, RawManifest image) {
    Seals.sign(registry, repository, image, RELEASE);
    Seals.signTag(registry, repository, image, CI, Map.of());
  }

  static Gate gate(Policy policy, RegistryReader reader) {
    return new Gate(
        reader,
        policy,
        trust -> new Verifier(
            reader, List.of(new SigstoreBundle(), new SimpleSigning()), trust, Demand.signature(Map.of())));
  }

  static <D extends RegistryReader & RegistryWriter> Promoter promoter(
      Policy policy, RegistryReader source, D destination) {
    return new Promoter(
        source,
        destination,
        reader -> gate(policy, reader),
        reader -> new Copier(reader, destination, destination, OPTIONS, CopyListener.none()));
  }

  /** What is to be said of an image as it is stored somewhere. */
  static DecisionRecord judge(Policy policy, RegistryReader reader, ByDigest stored, Reference named) {
    return gate(policy, reader).decide(Question.ofStored(stored, named), NOW);
  }
}
