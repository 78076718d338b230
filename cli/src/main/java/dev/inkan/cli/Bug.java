package dev.inkan.cli;

import dev.inkan.cli.surroundings.Outcome;
import dev.inkan.cli.surroundings.Terminal;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What is said when we are at fault. Messages of exceptions are left out, for nobody knows what an unexpected one
 * quotes; the place is enough to find the fault.
 */
final class Bug {
  private static final int MAX_CAUSES = 8;

  private Bug() {}

  static Outcome report(Terminal terminal, Throwable bug, boolean withTrace) {
    terminal.error("inkan: this is a bug of inkan, not yours (" + bug.getClass().getSimpleName() + " at " + place(bug)
        + "); please report it with what -v prints, after reading that for names you want to keep");
    if (withTrace) {
      Throwable cause = bug;
      for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
        trace(terminal, cause);
        cause = cause.getCause();
      }
    }
    return Outcome.BUG;
  }

  private static void trace(Terminal terminal, Throwable cause) {
    terminal.error(cause.getClass().getName());
    for (StackTraceElement frame : cause.getStackTrace()) {
      terminal.error("    at " + frame);
    }
  }

  private static @Nullable String place(Throwable bug) {
    StackTraceElement[] frames = bug.getStackTrace();
    return Arrays.stream(frames)
        .filter(frame -> frame.getClassName().startsWith("dev.inkan."))
        .findFirst()
        .or(() -> Arrays.stream(frames).findFirst())
        .map(StackTraceElement::toString)
        .orElse("an unknown place");
  }
}
