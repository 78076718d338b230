package dev.inkan.gate;

import dev.inkan.gate.decision.Decision;
import dev.inkan.gate.decision.DecisionRecord;
import dev.inkan.gate.decision.Facts;
import dev.inkan.gate.decision.PolicyEvaluator;
import dev.inkan.gate.decision.SignatureFacts;
import dev.inkan.gate.decision.Subject;
import dev.inkan.gate.policy.Policy;
import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryReader;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.reference.Reference.ByDigest;
import dev.inkan.registry.reference.Reference.ByTag;
import dev.inkan.verifier.Verifier;
import java.time.Instant;

/**
 * The gathering of facts for one decision, dearest last: the tag, what hangs on the digest itself, whether that is an
 * index, what hangs on its children. After each step the policy is asked whether anything could still turn the verdict.
 */
final class Inquiry {
  private final RegistryReader registry;
  private final Policy policy;
  private final Verifier verifier;
  private final Instant now;
  private final Question question;
  private Facts facts;

  Inquiry(RegistryReader registry, Policy policy, Verifier verifier, Question question, Instant now) {
    this.registry = registry;
    this.policy = policy;
    this.verifier = verifier;
    this.now = now;
    this.question = question;
    this.facts = Facts.nothingYet(question.image(), question.named());
  }

  DecisionRecord run() {
    if (isOpen() && facts.asked() instanceof ByTag tag) {
      facts = facts.with(resolve(tag));
    }
    Digest digest = facts.digest();
    if (isOpen() && digest != null) {
      readIf(question.stored(), digest);
      if (facts.subjectFetched() || !question.stored()) {
        examineAll(digest);
      }
    }
    return decision();
  }

  private void readIf(boolean wanted, Digest digest) {
    if (wanted && isOpen() && !facts.subjectFetched()) {
      facts = facts.with(fetch(digest));
    }
  }

  private void examineAll(Digest digest) {
    if (isOpen()) {
      facts = facts.withOwn(examine(digest));
    }
    readIf(true, digest);
    examineChildren();
  }

  private DecisionRecord decision() {
    return PolicyEvaluator.evaluate(policy, facts, now);
  }

  private boolean isOpen() {
    return decision().decision() instanceof Decision.Undetermined;
  }

  private Subject resolve(ByTag tag) {
    try {
      return Subjects.of(registry.resolve(tag));
    } catch (RegistryException e) {
      return Subjects.of(e);
    }
  }

  private Subject fetch(Digest digest) {
    try {
      return Subjects.of(registry.manifest(at(digest)));
    } catch (RegistryException e) {
      return question.stored() ? Subjects.ofStored(e) : Subjects.of(e);
    }
  }

  private SignatureFacts examine(Digest digest) {
    return Found.facts(
        verifier.examine(
            at(digest), now, findings -> PolicyEvaluator.isEnough(policy, facts.named(), Found.facts(findings))));
  }

  private ByDigest at(Digest digest) {
    return new ByDigest(facts.asked().repository(), digest);
  }

  private void examineChildren() {
    int count = facts.children().size();
    for (int i = 0; i < count && count <= Subject.Index.MAX_CHILDREN && isOpen(); i++) {
      facts = facts.withChild(i, examine(facts.children().get(i).digest()));
    }
  }
}
