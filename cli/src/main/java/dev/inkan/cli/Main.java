package dev.inkan.cli;

import dev.inkan.cli.surroundings.Surroundings;
import dev.inkan.cli.surroundings.Surroundings.Prompt;
import java.io.BufferedOutputStream;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the process begins and ends. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.exit(new Program(ofProcess()).run(List.of(args)));
  }

  private static Surroundings ofProcess() {
    return new Surroundings(
        System.getenv(),
        Path.of("").toAbsolutePath(),
        home(System.getenv("HOME")),
        Clock.systemUTC(),
        System.in,
        utf8(FileDescriptor.out),
        utf8(FileDescriptor.err),
        prompt(System.console()),
        System.getProperty("inkan.stdin", "other").equals("terminal"),
        System.getProperty("inkan.stderr", "other").equals("terminal"),
        new ProcessSignals(),
        System.getProperty("inkan.launcher", "inkan"));
  }

  /** An empty HOME is none: it must not make the working folder the place where credentials are looked for. */
  private static Path home(@Nullable String variable) {
    return variable == null || variable.isEmpty()
        ? Path.of(System.getProperty("user.home", "/nonexistent"))
        : Path.of(variable);
  }

  /** The stream in UTF-8 whatever the locale says. A result goes out when it is whole; anything else at once. */
  private static PrintStream utf8(FileDescriptor descriptor) {
    return new PrintStream(
        new BufferedOutputStream(new FileOutputStream(descriptor)),
        descriptor == FileDescriptor.err,
        StandardCharsets.UTF_8);
  }

  private static @Nullable Prompt prompt(@Nullable Console console) {
    return console == null ? null : question -> console.readPassword("%s", question);
  }
}
