package dev.inkan.cli.surroundings;

import java.util.OptionalInt;

/** How a run learns that it is told to end (SIGINT, SIGTERM). */
public interface Signals {

  /** What was arranged, until it is closed. */
  interface Arrangement extends AutoCloseable {
    /** Waits until the run is told to end. */
    void awaitEnd();

    @Override
    void close();
  }

  /**
   * Has {@code cleanup} run when the run is told to end.
   *
   * @param exitCode what the process then ends with, or empty for the signal's own, 130 or 143
   */
  Arrangement onEnd(Runnable cleanup, OptionalInt exitCode);
}
