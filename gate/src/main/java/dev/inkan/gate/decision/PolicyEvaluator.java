package dev.inkan.gate.decision;

import dev.inkan.gate.decision.Decision.Admit;
import dev.inkan.gate.decision.Decision.Deny;
import dev.inkan.gate.decision.Decision.Undetermined;
import dev.inkan.gate.policy.NoMatch;
import dev.inkan.gate.policy.Policy;
import dev.inkan.gate.policy.Rule;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.reference.Reference;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Facts and a policy give a decision. A pure function, and a lazy one: what was not looked at counts as unknown, so a
 * decision that is not {@link Undetermined} cannot be turned by looking for more signatures. Only whether an image that
 * is named by its digest is there at all is not asked for a yes, for the yes is about those bytes and no others.
 */
public final class PolicyEvaluator {
  private PolicyEvaluator() {}

  /** Decides. {@code now} is the moment that it is decided for. */
  public static DecisionRecord evaluate(Policy policy, Facts facts, Instant now) {
    List<Rule> rules = policy.matching(facts.named());
    Decision early = withoutChecks(policy, facts, now, rules);
    if (early != null) {
      return new DecisionRecord(policy, facts, List.of(), early);
    }
    List<Check> checks = rules.stream().map(rule -> SignatureClause.check(rule, facts)).toList();
    return new DecisionRecord(policy, facts, checks, combine(checks));
  }

  /** Whether the signatures on one digest are all that any rule asks of it, so that looking further is of no use. */
  public static boolean isEnough(Policy policy, Reference asked, SignatureFacts found) {
    return policy.matching(asked).stream()
        .allMatch(rule -> SignatureClause.outcome(rule.signatures(), found) == Outcome.PASS);
  }

  /** What is decided before any rule is looked at, or null. */
  private static @Nullable Decision withoutChecks(Policy policy, Facts facts, Instant now, List<Rule> rules) {
    if (!policy.isInForce(now)) {
      String expired = "the policy \"" + policy.name() + "\" expired at " + policy.expires();
      return deny(Code.POLICY_EXPIRED, expired, "renew the policy and set a later metadata.expires");
    }
    if (rules.isEmpty() && policy.noMatch() == NoMatch.DENY) {
      return new Deny(noRule(policy, facts), true);
    }
    Decision unusable = unusable(facts);
    if (unusable != null || !rules.isEmpty()) {
      return unusable;
    }
    return policy.noMatch() == NoMatch.ALLOW ? new Admit() : new Deny(noRule(policy, facts), false);
  }

  /** What the image itself decides: it is not there, must not be used, or has no digest to decide about. */
  private static @Nullable Decision unusable(Facts facts) {
    Digest digest = facts.digest();
    if (digest != null && !digest.isSupported()) {
      return deny(
          Code.UNPROVABLE,
          "nothing can be proven against a digest of " + digest.algorithm(),
          "name the image by its sha256 or sha512 digest");
    }
    return switch (facts.subject()) {
      case Subject.Missing(String detail) ->
          deny(Code.NO_SUCH_IMAGE, "the image does not exist: " + detail, "check the name, and that it was pushed");
      case Subject.Refused(Code code, String detail) ->
          deny(code, detail, "do not use it; push the image again, or ask the registry's operator");
      case Subject.Unreadable(Cause cause) when facts.digest() == null -> undetermined(cause);
      case Subject.NotFetched ignored when facts.digest() == null ->
          new Undetermined(new Why(Code.UNREADABLE, "the tag was not resolved", "resolve it"));
      case Subject.Unreadable ignored -> null;
      case Subject.NotFetched ignored -> null;
      case Subject.Image ignored -> null;
      case Subject.Index ignored -> null;
    };
  }

  private static Why noRule(Policy policy, Facts facts) {
    return new Why(
        Code.NO_RULE,
        "no rule of the policy \"" + policy.name() + "\" is about " + facts.named(),
        facts.named().repository().isLayout()
            ? "add a rule whose match.images has ** alone: no other pattern is about a layout on disk"
            : "add a rule whose match.images covers " + facts.named().repository() + ", or mend the name");
  }

  private static Decision combine(List<Check> checks) {
    Outcome outcome = Outcome.all(checks.stream().map(Check::outcome).toList());
    Why why = checks.stream().filter(check -> check.outcome() == outcome).findFirst().orElseThrow().why();
    return switch (outcome) {
      case PASS -> new Admit();
      case FAIL -> new Deny(why, true);
      case UNKNOWN -> new Undetermined(why);
    };
  }

  private static Decision deny(Code code, String sentence, String hint) {
    return new Deny(new Why(code, sentence, hint), true);
  }

  private static Decision undetermined(Cause cause) {
    return new Undetermined(new Why(cause.code(), cause.detail(), cause.hint()));
  }
}
