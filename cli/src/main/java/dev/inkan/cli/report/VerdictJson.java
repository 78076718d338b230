package dev.inkan.cli.report;

import dev.inkan.gate.decision.Decision;
import dev.inkan.gate.decision.DecisionRecord;
import dev.inkan.registry.content.JsonText;
import dev.inkan.registry.content.JsonValue;
import dev.inkan.registry.content.JsonValue.JsonArray;
import dev.inkan.registry.content.JsonValue.JsonObject;
import dev.inkan.registry.content.JsonValue.JsonString;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Decisions for programs: one document, {@code docs/schema/verify.schema.json}; the same bytes for the same facts. */
public final class VerdictJson {
  private static final List<String> FROM_GRAVEST = List.of("deny", "undetermined", "admit");

  private VerdictJson() {}

  /**
   * The document.
   *
   * @param environment the variables that said whom to trust
   */
  public static String of(List<DecisionRecord> records, List<String> environment) {
    Map<String, JsonValue> document = new LinkedHashMap<>();
    document.put("verdict", new JsonString(verdict(records)));
    document.put("images", new JsonArray(records.stream().<JsonValue>map(DecisionRecord::json).toList()));
    if (!environment.isEmpty()) {
      document.put(
          "environment", new JsonArray(environment.stream().<JsonValue>map(JsonString::new).toList()));
    }
    return JsonText.pretty(new JsonObject(document));
  }

  /** The gravest verdict of all. */
  private static String verdict(List<DecisionRecord> records) {
    List<String> verdicts = records.stream().map(record -> word(record.decision())).toList();
    return FROM_GRAVEST.stream().filter(verdicts::contains).findFirst().orElseThrow();
  }

  private static String word(Decision decision) {
    return switch (decision) {
      case Decision.Admit ignored -> "admit";
      case Decision.Deny ignored -> "deny";
      case Decision.Undetermined ignored -> "undetermined";
    };
  }
}
