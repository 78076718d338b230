package dev.inkan.cli.surroundings;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a run gets from outside, so that a test can hand it another world.
 *
 * @param environment the variables
 * @param directory what relative paths start at
 * @param home the user's folder
 * @param prompt a terminal to ask for a password, or null when there is none
 * @param inputIsTerminal whether standard input is typed by a person, so that a password would be seen there
 * @param errorIsTerminal whether a person watches standard error
 * @param launcher what a user types to get here: {@code ./inkan}
 */
public record Surroundings(
    Map<String, String> environment,
    Path directory,
    Path home,
    Clock clock,
    InputStream in,
    PrintStream out,
    PrintStream err,
    @Nullable Prompt prompt,
    boolean inputIsTerminal,
    boolean errorIsTerminal,
    Signals signals,
    String launcher) {

  /** Asks a person at a terminal, without showing the answer. */
  @FunctionalInterface
  public interface Prompt {
    /** The answer, to be wiped by the caller; null when the person ended the input. */
    char @Nullable [] ask(String question);
  }

  public Surroundings {
    environment = Map.copyOf(environment);
  }

  /**
   * The file that a user named.
   *
   * @throws Failure when no file can have this name
   */
  public Path file(String name) throws Failure {
    if (name.isEmpty()) {
      throw Failure.unusable("a file name is empty");
    }
    try {
      return directory.resolve(name);
    } catch (InvalidPathException e) {
      throw Failure.unusable("not a file name: " + e.getInput());
    }
  }

  /** Where files of ours lie that can be made again: {@code $XDG_CACHE_HOME/inkan}, else {@code ~/.cache/inkan}. */
  public Path cache() {
    String named = environment.getOrDefault("XDG_CACHE_HOME", "");
    // The specification has only absolute paths count.
    return (named.startsWith("/") ? Path.of(named) : home.resolve(".cache")).resolve("inkan");
  }

  /** The user's files. */
  public LocalFiles files() {
    return new LocalFiles(this);
  }

  /** The same with other variables, and with one stream for results and everything else. Nobody types anything. */
  public Surroundings with(Map<String, String> variables, PrintStream stream) {
    return new Surroundings(
        variables,
        directory,
        home,
        clock,
        InputStream.nullInputStream(),
        stream,
        stream,
        null,
        false,
        false,
        signals,
        launcher);
  }

  /** The same for a user with another home. */
  public Surroundings at(Path otherHome) {
    return new Surroundings(
        environment, directory, otherHome, clock, in, out, err, prompt, inputIsTerminal, errorIsTerminal, signals, launcher);
  }
}
