package dev.inkan.cli.command;

import dev.inkan.cli.surroundings.Outcome;
import dev.inkan.gate.decision.Code;
import dev.inkan.gate.decision.Decision;
import dev.inkan.gate.decision.DecisionRecord;

/** What a decision means for the exit code of a command. */
final class Verdicts {
  private Verdicts() {}

  static Outcome outcome(DecisionRecord record) {
    return switch (record.decision()) {
      case Decision.Admit ignored -> Outcome.DONE;
      case Decision.Deny deny -> deny.enforced() ? Outcome.DENIED : Outcome.DONE;
      case Decision.Undetermined undetermined ->
          undetermined.why().code() == Code.LOCAL ? Outcome.UNUSABLE : Outcome.UNDETERMINED;
    };
  }
}
