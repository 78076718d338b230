package dev.inkan.gate.decision;

import dev.inkan.registry.content.Digest;
import java.util.List;

/**
 * What became of one clause of one rule.
 *
 * @param clause as the policy calls it: {@code signatures}
 * @param why the reason, also of a pass
 * @param evidence what a pass rests on, sorted; empty for anything else
 */
public record Check(String rule, String clause, Outcome outcome, Why why, List<Digest> evidence) {
  public Check {
    evidence = List.copyOf(evidence);
  }
}
