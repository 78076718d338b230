package dev.inkan.gate.decision;

import dev.inkan.gate.decision.SignatureFacts.State;
import dev.inkan.gate.policy.Policy;
import dev.inkan.registry.content.JsonValue;
import dev.inkan.registry.content.JsonValue.JsonArray;
import dev.inkan.registry.content.JsonValue.JsonBoolean;
import dev.inkan.registry.content.JsonValue.JsonNumber;
import dev.inkan.registry.content.JsonValue.JsonObject;
import dev.inkan.registry.content.JsonValue.JsonString;
import dev.inkan.verifier.check.Certified;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The decision record as JSON, members in a fixed order. What does not apply is left out, lists never are. */
final class DecisionJson {
  private final Map<String, JsonValue> members = new LinkedHashMap<>();

  private DecisionJson() {}

  static JsonObject of(DecisionRecord record) {
    return new DecisionJson()
        .text("reference", record.reference())
        .text("digest", record.digest())
        .verdict(record.decision())
        .put("policy", policy(record.policy()))
        .put("subjectFetched", new JsonBoolean(record.subjectFetched()))
        .text("validUntil", record.validUntil())
        .list("signers", record.signers(), DecisionJson::signer)
        .list("checks", record.checks(), DecisionJson::check)
        .list("places", record.places(), DecisionJson::place)
        .list("rejected", record.rejected(), DecisionJson::rejected)
        .list("unread", record.unread(), DecisionJson::unread)
        .list("children", record.children(), DecisionJson::child)
        .object();
  }

  private DecisionJson verdict(Decision decision) {
    return switch (decision) {
      case Decision.Admit ignored -> text("verdict", "admit");
      case Decision.Deny(Why why, boolean enforced) ->
          text("verdict", "deny").put("enforced", new JsonBoolean(enforced)).put("reason", why(why));
      case Decision.Undetermined(Why why) -> text("verdict", "undetermined").put("reason", why(why));
    };
  }

  private static JsonObject why(Why why) {
    return new DecisionJson()
        .text("code", why.code())
        .text("detail", why.sentence())
        .text("hint", why.hint().isEmpty() ? null : why.hint())
        .object();
  }

  private static JsonObject policy(Policy policy) {
    var json = new DecisionJson().text("name", policy.name());
    if (policy.version() != null) {
      json.put("version", JsonNumber.of(policy.version()));
    }
    return json.text("digest", policy.digest()).object();
  }

  private static JsonObject signer(DecisionRecord.Signer signer) {
    var annotations = new DecisionJson();
    new TreeMap<>(signer.holds().annotations()).forEach(annotations::text);
    var json = new DecisionJson()
        .text("name", signer.name())
        .text("format", signer.holds().format())
        .text("place", signer.place())
        .text("artifact", signer.artifact())
        .text("subject", signer.subject())
        .text("identity", signer.holds().identity())
        .put("annotations", annotations.object())
        .list("unchecked", signer.holds().unchecked(), JsonString::new);
    Certified certified = signer.holds().certified();
    return (certified == null ? json : json.put("certificate", certificate(certified))).object();
  }

  private static JsonObject certificate(Certified certified) {
    var extensions = new DecisionJson();
    certified.extensions().forEach(extensions::text);
    return new DecisionJson()
        .text("issuer", certified.issuer())
        .text("subject", certified.subject())
        .list("signedAt", certified.times(), time -> new JsonString(time.toString()))
        .list("logs", certified.logs(), JsonString::new)
        .put("extensions", extensions.object())
        .object();
  }

  private static JsonObject check(Check check) {
    return new DecisionJson()
        .text("rule", check.rule())
        .text("clause", check.clause())
        .text("outcome", check.outcome().name().toLowerCase(Locale.ROOT))
        .put("reason", why(check.why()))
        .list("evidence", check.evidence(), digest -> new JsonString(digest.toString()))
        .object();
  }

  private static JsonObject place(DecisionRecord.Place place) {
    var json = new DecisionJson().text("name", place.fact().name()).text("subject", place.subject());
    return switch (place.fact().state()) {
      case State.Read(int entries, boolean toTheEnd, List<String> notices) ->
          json.text("state", entries == 0 ? "none" : toTheEnd ? "read" : "read in part")
              .put("entries", JsonNumber.of(entries))
              .list("notices", notices, JsonString::new)
              .object();
      case State.NotOffered ignored -> json.text("state", "not offered").object();
      case State.NotLookedAt ignored -> json.text("state", "not looked at").object();
      case State.Refused(var reason) ->
          json.text("state", "refused").text("code", reason.code()).text("detail", reason.detail()).object();
      case State.Unreadable(Cause cause) -> cause(json.text("state", "unreadable"), cause);
    };
  }

  private static JsonObject cause(DecisionJson json, Cause cause) {
    return json.text("code", cause.kind()).text("detail", cause.detail()).text("hint", cause.hint()).object();
  }

  private static JsonObject rejected(DecisionRecord.Rejected rejected) {
    return new DecisionJson()
        .text("digest", rejected.artifact())
        .text("subject", rejected.subject())
        .text("place", rejected.place())
        .text("code", rejected.reason().code())
        .text("detail", rejected.reason().detail())
        .object();
  }

  private static JsonObject unread(DecisionRecord.Unread unread) {
    var json = new DecisionJson()
        .text("digest", unread.artifact())
        .text("subject", unread.subject())
        .text("place", unread.place());
    return cause(json, unread.cause());
  }

  private static JsonObject child(Subject.Child child) {
    return new DecisionJson().text("digest", child.digest()).text("platform", child.platform()).object();
  }

  private DecisionJson put(String name, JsonValue value) {
    members.put(name, value);
    return this;
  }

  private DecisionJson text(String name, @Nullable Object value) {
    return value == null ? this : put(name, new JsonString(value.toString()));
  }

  private <T> DecisionJson list(String name, List<T> values, Function<? super T, ? extends JsonValue> each) {
    return put(name, new JsonArray(values.stream().<JsonValue>map(each).toList()));
  }

  private JsonObject object() {
    return new JsonObject(members);
  }
}
