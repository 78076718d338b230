package dev.inkan.cli.surroundings;

import java.io.PrintStream;

/**
 * One line of standard error that is written again and again while something goes on, for a person who watches; nothing
 * at all for anybody else. Safe for several threads.
 */
public final class ProgressLine {
  private static final String BEGIN = "\r\u001b[K";
  private static final long PAUSE_NANOS = 100_000_000;

  private final PrintStream err;
  private final boolean shown;
  private long last = System.nanoTime();
  private boolean dirty;

  private ProgressLine(PrintStream err, boolean shown) {
    this.err = err;
    this.shown = shown;
  }

  /** Shown when standard error is a terminal and nobody wants to be left in peace, or to read every request. */
  public static ProgressLine of(Surroundings surroundings, Terminal terminal) {
    boolean dumb = surroundings.environment().getOrDefault("TERM", "").equals("dumb");
    return new ProgressLine(surroundings.err(), surroundings.errorIsTerminal() && !dumb && terminal.isNormal());
  }

  public boolean isShown() {
    return shown;
  }

  /** Shows this instead of what was shown, ten times a second at most. */
  public synchronized void show(String text) {
    if (shown && System.nanoTime() - last >= PAUSE_NANOS) {
      last = System.nanoTime();
      dirty = true;
      err.print(BEGIN + Terminal.oneLine(text));
      err.flush();
    }
  }

  /** Takes the line away. */
  public synchronized void clear() {
    if (dirty) {
      dirty = false;
      err.print(BEGIN);
      err.flush();
    }
  }
}
