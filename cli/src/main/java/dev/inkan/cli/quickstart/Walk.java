package dev.inkan.cli.quickstart;

import dev.inkan.cli.surroundings.Outcome;
import dev.inkan.cli.surroundings.Surroundings;
import dev.inkan.cli.surroundings.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Types commands for the reader: shows each as it would be typed, runs that very command, shows what it says. */
public final class Walk {

  /** Runs the whole program on some words in some surroundings, and gives its exit code. */
  @FunctionalInterface
  public interface Shell {
    int run(Surroundings surroundings, List<String> words);
  }

  private final Shell shell;
  private final Surroundings surroundings;
  private final Terminal terminal;
  private final String launcher;
  private boolean asExpected = true;
  private int step;

  /**
   * A walk.
   *
   * @param launcher what a reader types to start the program
   */
  public Walk(Shell shell, Surroundings surroundings, Terminal terminal, String launcher) {
    this.shell = shell;
    this.surroundings = surroundings;
    this.terminal = terminal;
    this.launcher = launcher;
  }

  /** Whether every command so far ended as it should. */
  public boolean isAsExpected() {
    return asExpected;
  }

  /** Says what comes next. */
  public void explain(String what) {
    step++;
    terminal.result("");
    terminal.result(step + ". " + what);
  }

  /**
   * Types a command.
   *
   * @param variables what is set for it alone, besides nothing: the reader's own variables and credentials do not count
   */
  public void type(Outcome expected, Map<String, String> variables, String... words) {
    var typed = new ArrayList<String>();
    variables.forEach((name, value) -> typed.add(name + "=" + value));
    typed.add(launcher);
    typed.addAll(List.of(words));
    terminal.result("$ " + ShellWords.line(typed));
    var said = new ByteArrayOutputStream();
    int exit;
    try (var stream = new PrintStream(said, true, StandardCharsets.UTF_8)) {
      exit = shell.run(surroundings.with(variables, stream), List.of(words));
    }
    terminal.document(said.toString(StandardCharsets.UTF_8));
    terminal.result("exit code " + exit);
    if (exit != expected.code()) {
      asExpected = false;
      terminal.error("inkan quickstart: exit code " + exit + ", where " + expected.code() + " was expected");
    }
    terminal.flush();
  }
}
