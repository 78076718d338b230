package dev.inkan.cli.surroundings;

import dev.inkan.registry.content.Printable;
import java.io.PrintStream;

/**
 * Where a run speaks: results on standard output, everything else on standard error. Whatever a line holds, it stays
 * one line and reaches no terminal as a control, escape or direction character.
 */
public final class Terminal {

  /** How much is said on standard error. */
  public enum Volume {
    /** Results, errors and warnings. */
    QUIET,
    NORMAL,
    /** Also what was used and what was asked. */
    VERBOSE
  }

  private static final int CHUNK = 256;

  private final PrintStream out;
  private final PrintStream err;
  private final Volume volume;

  public Terminal(PrintStream out, PrintStream err, Volume volume) {
    this.out = out;
    this.err = err;
    this.volume = volume;
  }

  /** The same streams at another volume. */
  public Terminal at(Volume other) {
    return new Terminal(out, err, other);
  }

  /** One line of the result. */
  public void result(String line) {
    out.print(oneLine(line) + "\n");
  }

  /** A whole document: its lines, each as safe as any. In JSON what is escaped stays the same value. */
  public void document(String text) {
    text.lines().forEach(this::result);
  }

  /** What a person wants to know and a script does not. */
  public void note(String line) {
    if (volume != Volume.QUIET) {
      err.print(oneLine(line) + "\n");
    }
  }

  /** What a person should change, though the work went on. */
  public void warn(String line) {
    err.print(oneLine("warning: " + line) + "\n");
  }

  /** What only a person who looks for a fault wants to know. */
  public void detail(String line) {
    if (volume == Volume.VERBOSE) {
      err.print(oneLine("  " + line) + "\n");
    }
  }

  /** What went wrong, said in any case. */
  public void error(String line) {
    err.print(oneLine(line) + "\n");
  }

  /** Neither quiet nor verbose. */
  boolean isNormal() {
    return volume == Volume.NORMAL;
  }

  public boolean isVerbose() {
    return volume == Volume.VERBOSE;
  }

  /** Sends on what was said; false when standard output could not take all of it. */
  public boolean flush() {
    err.flush();
    return !out.checkError();
  }

  /** The text without anything that could move, colour, hide or reorder what a terminal shows. */
  static String oneLine(String line) {
    var safe = new StringBuilder(line.length());
    int[] points = line.codePoints().toArray();
    for (int at = 0; at < points.length; at += CHUNK) {
      safe.append(Printable.text(new String(points, at, Math.min(CHUNK, points.length - at))));
    }
    return safe.toString();
  }
}
