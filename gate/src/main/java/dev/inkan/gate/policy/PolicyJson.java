package dev.inkan.gate.policy;

import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.JsonText;
import dev.inkan.registry.content.JsonValue;
import dev.inkan.registry.content.JsonValue.JsonArray;
import dev.inkan.registry.content.JsonValue.JsonNumber;
import dev.inkan.registry.content.JsonValue.JsonObject;
import dev.inkan.registry.content.JsonValue.JsonString;
import dev.inkan.verifier.trust.TrustedSigner;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A policy in the one form that its digest is of: fixed order of members, signers by name with their keys' SHA-256. */
final class PolicyJson {
  private PolicyJson() {}

  static Bytes bytes(Policy policy) {
    var json = new LinkedHashMap<String, JsonValue>();
    json.put("name", new JsonString(policy.name()));
    if (policy.version() != null) {
      json.put("version", JsonNumber.of(policy.version()));
    }
    if (policy.expires() != null) {
      json.put("expires", new JsonString(policy.expires().toString()));
    }
    json.put("noMatch", new JsonString(policy.noMatch().name().toLowerCase(Locale.ROOT)));
    json.put("signers", signers(policy.signers().signers()));
    json.put("rules", new JsonArray(policy.rules().stream().map(PolicyJson::rule).toList()));
    return JsonText.compact(new JsonObject(json));
  }

  private static JsonValue signers(List<TrustedSigner> signers) {
    var byName = new LinkedHashMap<String, JsonValue>();
    signers.stream()
        .sorted(Comparator.comparing(TrustedSigner::name))
        .forEach(signer -> byName.put(signer.name(), new JsonString(signer.fingerprint().toString())));
    return new JsonObject(byName);
  }

  private static JsonValue rule(Rule rule) {
    var json = new LinkedHashMap<String, JsonValue>();
    json.put("name", new JsonString(rule.name()));
    json.put("images", new JsonArray(rule.images().stream().map(PolicyJson::text).toList()));
    json.put("signatures", tree(rule.signatures()));
    return new JsonObject(json);
  }

  private static JsonValue tree(Requirement requirement) {
    return switch (requirement) {
      case Requirement.Signer signer -> new JsonString(signer.name());
      case Requirement.All all -> new JsonObject(Map.of("all", trees(all.of())));
      case Requirement.Any any -> new JsonObject(Map.of("any", trees(any.of())));
      case Requirement.AtLeast(int count, List<Requirement> of) -> {
        var json = new LinkedHashMap<String, JsonValue>();
        json.put("atLeast", JsonNumber.of(count));
        json.put("of", trees(of));
        yield new JsonObject(json);
      }
    };
  }

  private static JsonValue trees(List<Requirement> of) {
    return new JsonArray(of.stream().map(PolicyJson::tree).toList());
  }

  private static JsonValue text(Object value) {
    return new JsonString(value.toString());
  }
}
