package dev.inkan.gate.decision;

import dev.inkan.gate.decision.SignatureFacts.Evidence;
import dev.inkan.gate.decision.SignatureFacts.Result;
import dev.inkan.gate.policy.Requirement;
import dev.inkan.gate.policy.Rule;
import dev.inkan.registry.content.Digest;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The clause {@code signatures} of a rule. An index passes when it is itself signed as the rule asks, or when each of
 * its children that may run is; a child that is an index counts by its own signatures. Anything else, a child that is
 * asked for by its own digest included, passes by its own signatures only.
 */
final class SignatureClause {
  private static final String NAME = "signatures";

  private SignatureClause() {}

  static Check check(Rule rule, Facts facts) {
    Requirement asked = rule.signatures();
    Outcome own = outcome(asked, facts.own());
    Outcome outcome = Outcome.any(List.of(own, children(asked, facts.subject())));
    return switch (outcome) {
      case PASS -> passed(rule, own, facts);
      case FAIL -> new Check(rule.name(), NAME, outcome, failed(rule, facts), List.of());
      case UNKNOWN -> new Check(rule.name(), NAME, outcome, unknown(rule, facts), List.of());
    };
  }

  /** Whether the signatures on one digest are those that are asked for. */
  static Outcome outcome(Requirement asked, SignatureFacts facts) {
    return switch (asked) {
      case Requirement.Signer(String name) when facts.signers().contains(name) -> Outcome.PASS;
      case Requirement.Signer ignored -> facts.isComplete() ? Outcome.FAIL : Outcome.UNKNOWN;
      case Requirement.All(List<Requirement> of) -> Outcome.all(outcomes(of, facts));
      case Requirement.Any(List<Requirement> of) -> Outcome.any(outcomes(of, facts));
      case Requirement.AtLeast(int count, List<Requirement> of) -> Outcome.atLeast(count, outcomes(of, facts));
    };
  }

  private static List<Outcome> outcomes(List<Requirement> of, SignatureFacts facts) {
    return of.stream().map(part -> outcome(part, facts)).toList();
  }

  /** Whether every child is signed as asked. An index without any that may run has nothing to pass by. */
  private static Outcome children(Requirement asked, Subject subject) {
    return switch (subject) {
      case Subject.Index(Digest ignored, List<Subject.Child> children)
          when children.isEmpty() || children.size() > Subject.Index.MAX_CHILDREN ->
          Outcome.FAIL;
      case Subject.Index(Digest ignored, List<Subject.Child> children) ->
          Outcome.all(children.stream().map(child -> outcome(asked, child.signatures())).toList());
      case Subject.NotFetched ignored -> Outcome.UNKNOWN;
      case Subject.Unreadable ignored -> Outcome.UNKNOWN;
      case Subject.Image ignored -> Outcome.FAIL;
      case Subject.Missing ignored -> Outcome.FAIL;
      case Subject.Refused ignored -> Outcome.FAIL;
    };
  }

  private static Check passed(Rule rule, Outcome own, Facts facts) {
    List<SignatureFacts> by =
        own == Outcome.PASS
            ? List.of(facts.own())
            : facts.children().stream().map(Subject.Child::signatures).toList();
    Set<String> asked = rule.signatures().signers();
    List<Evidence> evidence =
        by.stream().flatMap(found -> found.evidence().stream()).filter(found -> isBy(found, asked)).toList();
    String names = evidence.stream().map(found -> ((Result.Holds) found.result()).signer())
        .distinct().sorted().collect(Collectors.joining(", "));
    String scope = own == Outcome.PASS ? "" : ", on each of its " + by.size() + " children";
    return new Check(
        rule.name(),
        NAME,
        Outcome.PASS,
        new Why(Code.SIGNED, "signed by " + names + scope, ""),
        evidence.stream().map(Evidence::artifact).distinct().sorted().toList());
  }

  private static boolean isBy(Evidence found, Set<String> signers) {
    return found.result() instanceof Result.Holds holds && signers.contains(holds.signer());
  }

  private static Why unknown(Rule rule, Facts facts) {
    Cause cause = cause(facts);
    String detail = cause == null ? "not everything was looked at" : cause.detail();
    return new Why(
        cause == null ? Code.UNREADABLE : cause.code(),
        "rule \"" + rule.name() + "\": whether it is signed by " + rule.signatures() + " cannot be told: " + detail,
        cause == null ? "look further" : cause.hint());
  }

  private static @Nullable Cause cause(Facts facts) {
    if (facts.subject() instanceof Subject.Unreadable(Cause cause)) {
      return cause;
    }
    return examined(facts).map(SignatureFacts::firstCause).filter(cause -> cause != null).findFirst().orElse(null);
  }

  private static Stream<SignatureFacts> examined(Facts facts) {
    return Stream.concat(Stream.of(facts.own()), facts.children().stream().map(Subject.Child::signatures));
  }

  private static Why failed(Rule rule, Facts facts) {
    String start = "rule \"" + rule.name() + "\" asks for a signature by " + rule.signatures() + ": ";
    String image = Hints.image(facts);
    if (examined(facts).anyMatch(SignatureFacts::hitLimit) || facts.children().size() > Subject.Index.MAX_CHILDREN) {
      return new Why(
          Code.LIMIT,
          start + "what hangs on the image, or what it lists, is beyond our bounds, and within them it is not there",
          "have what floods the repository removed, then try again");
    }
    Set<String> signers = facts.own().signers();
    if (!signers.isEmpty()) {
      String missing = rule.signatures().signers().stream()
          .filter(name -> !signers.contains(name)).sorted().collect(Collectors.joining(", "));
      return new Why(
          Code.SIGNER_MISSING,
          start + "it is signed by " + signers.stream().sorted().collect(Collectors.joining(", ")) + " only",
          "have it signed by those who are missing (" + missing + "): inkan sign --key KEY " + image);
    }
    if (!facts.own().evidence().isEmpty()) {
      return new Why(
          Code.UNTRUSTED,
          start + "nothing of what hangs on it proves that" + alsoChildren(facts),
          "see why each was rejected; if the image is right, sign it: inkan sign --key KEY " + image);
    }
    return new Why(
        Code.UNSIGNED,
        start + "it has no signature" + alsoChildren(facts),
        "if the image is right, sign it: inkan sign --key KEY " + image);
  }

  private static String alsoChildren(Facts facts) {
    return facts.subject() instanceof Subject.Index ? ", nor is each of its children signed so" : "";
  }
}
