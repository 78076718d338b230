package dev.inkan.cli.command;

import dev.inkan.cli.flags.Arguments;
import dev.inkan.cli.flags.Usage;
import dev.inkan.cli.surroundings.Failure;
import dev.inkan.cli.surroundings.Outcome;
import dev.inkan.cli.surroundings.Terminal;

/** One command. */
public interface Command {

  /** How it is called. */
  Usage usage();

  /**
   * Does its work and says what came of it.
   *
   * @throws Failure when it could not, with the outcome that this means
   */
  Outcome run(Arguments arguments, Terminal terminal) throws Failure;
}
