package dev.inkan.gate;

import dev.inkan.gate.decision.DecisionRecord;
import dev.inkan.gate.policy.Policy;
import dev.inkan.registry.RegistryReader;
import dev.inkan.registry.reference.Reference;
import dev.inkan.verifier.Verifier;
import dev.inkan.verifier.trust.TrustStore;
import java.time.Instant;
import java.util.function.Function;

/**
 * Decides about images by a policy: gathers facts only as long as they could turn the verdict, then has them evaluated.
 * Safe for use by several threads.
 */
public final class Gate {
  private final RegistryReader registry;
  private final Policy policy;
  private final Verifier verifier;

  /**
   * A gate that trusts whom the policy trusts, and nobody else.
   *
   * @param registry where images and indexes are read from
   * @param verifiers makes a verifier that trusts these signers; it knows the formats, and the annotations that are
   *     demanded besides
   */
  public Gate(RegistryReader registry, Policy policy, Function<TrustStore, Verifier> verifiers) {
    this.registry = registry;
    this.policy = policy;
    this.verifier = verifiers.apply(policy.signers());
  }

  /**
   * Decides about one image. A tag is resolved once; the record names the digest that was decided about.
   *
   * <p>Never throws for what a registry answers: an image that does not exist, contradicts its digest, is beyond a
   * bound or has two meanings is a Deny; whatever else could not be read is Undetermined where it could have turned the
   * verdict.
   *
   * @param now the moment that it is decided for
   */
  public DecisionRecord decide(Reference asked, Instant now) {
    return decide(Question.about(asked), now);
  }

  /** {@link #decide(Reference, Instant)} for a door that asks more. */
  public DecisionRecord decide(Question question, Instant now) {
    return new Inquiry(registry, policy, verifier, question, now).run();
  }

  /** Whether rules are about {@code other} that are not about {@code one}. */
  public boolean hasMoreRulesFor(Reference other, Reference one) {
    return !policy.matching(one).containsAll(policy.matching(other));
  }
}
