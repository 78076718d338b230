package dev.inkan.gate.policy;

import dev.inkan.gate.policy.PolicyDocument.RuleText;
import dev.inkan.gate.policy.PolicyDocument.Who;
import dev.inkan.gate.policy.shape.Located;
import dev.inkan.gate.policy.shape.TableOf.Row;
import dev.inkan.gate.policy.yaml.YamlFault;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.content.Printable;
import dev.inkan.verifier.trust.TrustStore;
import dev.inkan.verifier.trust.TrustedSigner;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the shape alone cannot say, the closed list: the policy is in force; keys load and no two signers share one;
 * rules differ in name; patterns can match; every name is that of a signer; no list names the same twice; no signer
 * stands below two parts of one threshold; a threshold can be met.
 */
final class PolicySense {
  private final KeyLoader keys;
  private final Instant now;

  PolicySense(KeyLoader keys, Instant now) {
    this.keys = keys;
    this.now = now;
  }

  Policy policy(PolicyDocument document) throws YamlFault {
    var metadata = document.metadata();
    Located<Instant> expires = metadata.expires();
    if (expires != null && !now.isBefore(expires.value())) {
      throw new YamlFault(
          expires.spot(), "the policy expired at " + expires.value() + "; renew it and set a later time");
    }
    List<TrustedSigner> signers = signers(document.signers());
    return new Policy(
        metadata.name().value(),
        metadata.version() == null ? null : metadata.version().value(),
        expires == null ? null : expires.value(),
        noMatch(document.defaults().noMatch()),
        new TrustStore(signers),
        rules(document.rules(), signers.stream().map(TrustedSigner::name).toList()));
  }

  private static NoMatch noMatch(@Nullable Located<String> word) {
    return word == null ? NoMatch.DENY : NoMatch.valueOf(word.value().toUpperCase(Locale.ROOT));
  }

  private List<TrustedSigner> signers(List<Row<Located<String>>> rows) throws YamlFault {
    var signers = new ArrayList<TrustedSigner>();
    Map<Digest, String> byKey = new HashMap<>();
    for (Row<Located<String>> row : rows) {
      TrustedSigner signer = load(row);
      String other = byKey.putIfAbsent(signer.fingerprint(), signer.name());
      if (other != null) {
        throw new YamlFault(
            row.value().spot(),
            "\"" + signer.name() + "\" has the same key as \"" + other + "\"; one key is one signer, keep one name");
      }
      signers.add(signer);
    }
    return signers;
  }

  private TrustedSigner load(Row<Located<String>> row) throws YamlFault {
    String name = row.name().value();
    try {
      TrustedSigner signer = keys.load(name, row.value().value());
      if (!signer.name().equals(name)) {
        throw new IllegalStateException("the loader made " + signer.name() + " of " + name);
      }
      return signer;
    } catch (UnloadableKey e) {
      throw new YamlFault(row.value().spot(), Printable.text(e.sentence()), e);
    }
  }

  private static List<Rule> rules(List<RuleText> texts, List<String> signers) throws YamlFault {
    var rules = new ArrayList<Rule>();
    Set<String> names = new HashSet<>();
    for (RuleText text : texts) {
      if (!names.add(text.name().value())) {
        throw new YamlFault(
            text.name().spot(), "a second rule called \"" + text.name().value() + "\"; give each its own name");
      }
      Requirement signatures = requirement(text.signatures(), signers);
      rules.add(new Rule(text.name().value(), patterns(text.images().value()), signatures));
    }
    return rules;
  }

  private static List<ImagePattern> patterns(List<Located<String>> texts) throws YamlFault {
    var patterns = new ArrayList<ImagePattern>();
    for (Located<String> text : texts) {
      try {
        patterns.add(ImagePattern.parse(text.value()));
      } catch (MalformedPattern e) {
        throw new YamlFault(text.spot(), e.sentence(), e);
      }
    }
    return patterns;
  }

  private static Requirement requirement(Who who, List<String> signers) throws YamlFault {
    return switch (who) {
      case Who.Name(Located<String> name) -> {
        if (!signers.contains(name.value())) {
          throw new YamlFault(
              name.spot(), "no signer is called \"" + name.value() + "\"; define it under signers, or mend the name");
        }
        yield new Requirement.Signer(name.value());
      }
      case Who.All(Located<List<Who>> of) -> new Requirement.All(parts(of.value(), signers));
      case Who.Any(Located<List<Who>> of) -> new Requirement.Any(parts(of.value(), signers));
      case Who.AtLeast atLeast -> atLeast(atLeast, signers);
    };
  }

  private static List<Requirement> parts(List<Who> texts, List<String> signers) throws YamlFault {
    var parts = new ArrayList<Requirement>();
    for (Who text : texts) {
      Requirement part = requirement(text, signers);
      if (parts.contains(part)) {
        throw new YamlFault(text.spot(), part + " stands in this list twice; it counts once, keep one");
      }
      parts.add(part);
    }
    return parts;
  }

  private static Requirement atLeast(Who.AtLeast text, List<String> signers) throws YamlFault {
    List<Requirement> parts = parts(text.of().value(), signers);
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < parts.size(); i++) {
      for (String name : parts.get(i).signers().stream().sorted().toList()) {
        if (!seen.add(name)) {
          throw new YamlFault(
              text.of().value().get(i).spot(),
              "\"" + name + "\" stands below two parts of this atLeast, so one signature would count twice; keep one");
        }
      }
    }
    int count = text.count().value();
    if (count > parts.size()) {
      throw new YamlFault(
          text.count().spot(),
          "at least " + count + " of " + parts.size() + " can never be; lower the count or name more signers");
    }
    return new Requirement.AtLeast(count, parts);
  }
}
