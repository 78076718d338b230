package dev.inkan.cli.command;

import dev.inkan.cli.flags.Arguments;
import dev.inkan.cli.flags.Usage;
import dev.inkan.cli.keys.PolicyFile;
import dev.inkan.cli.surroundings.Failure;
import dev.inkan.cli.surroundings.Outcome;
import dev.inkan.cli.surroundings.Surroundings;
import dev.inkan.cli.surroundings.Terminal;
import dev.inkan.gate.policy.Policy;
import dev.inkan.gate.policy.PolicyException;
import java.util.List;

/** {@code inkan policy check}. */
public final class PolicyCheckCommand implements Command {
  private final Surroundings surroundings;

  public PolicyCheckCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Usage usage() {
    return new Usage(
        "inkan policy check",
        "read a policy and every key that it names, and say what is wrong with them",
        "FILE",
        1,
        1,
        List.of(),
        List.of("inkan policy check policy.yaml"),
        List.of("Exit code 0: it is in order. A refusal is one line on standard error, FILE:LINE:COLUMN: and a "
            + "sentence, and exit code 2."));
  }

  @Override
  public Outcome run(Arguments arguments, Terminal terminal) throws Failure {
    String file = arguments.parameters().getFirst();
    try {
      Policy policy = PolicyFile.read(file, surroundings);
      terminal.result(file + ": policy " + policy.name() + " is in order (" + policy.rules().size() + " rules, "
          + policy.signers().signers().size() + " signers, " + policy.digest() + ")");
      return Outcome.DONE;
    } catch (PolicyException e) {
      terminal.error(String.valueOf(e.getMessage()));
      return Outcome.UNUSABLE;
    }
  }
}
