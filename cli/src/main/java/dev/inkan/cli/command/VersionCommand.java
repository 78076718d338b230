package dev.inkan.cli.command;

import dev.inkan.cli.flags.Arguments;
import dev.inkan.cli.flags.Usage;
import dev.inkan.cli.surroundings.Outcome;
import dev.inkan.cli.surroundings.Terminal;
import java.util.List;

/** {@code inkan version}. */
public final class VersionCommand implements Command {

  @Override
  public Usage usage() {
    return new Usage(
        "inkan version", "print the version", "", 0, 0, List.of(), List.of("inkan version"), List.of());
  }

  @Override
  public Outcome run(Arguments arguments, Terminal terminal) {
    terminal.result("inkan " + BuildVersion.text());
    terminal.detail("Java " + Runtime.version() + " in " + System.getProperty("java.home"));
    return Outcome.DONE;
  }
}
