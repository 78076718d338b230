package dev.inkan.cli.command;

import dev.inkan.cli.flags.Arguments;
import dev.inkan.cli.flags.Usage;
import dev.inkan.cli.surroundings.Outcome;
import dev.inkan.cli.surroundings.Terminal;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
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
    terminal.result("inkan " + version());
    terminal.detail("Java " + Runtime.version() + " in " + System.getProperty("java.home"));
    return Outcome.DONE;
  }

  /** The version of this build. */
  static String version() {
    try (InputStream in = VersionCommand.class.getResourceAsStream("version.txt")) {
      if (in == null) {
        throw new IllegalStateException("version.txt is missing from the build");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("a resource does not fail", e);
    }
  }
}
