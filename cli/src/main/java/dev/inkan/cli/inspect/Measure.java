package dev.inkan.cli.inspect;

import java.time.Duration;
import java.util.Locale;

/** Sizes and times as people say them. */
final class Measure {
  private static final long KIB = 1024;
  private static final double DAYS_OF_A_MONTH = 30.44;

  private Measure() {}

  /** {@code 512 B}, {@code 1.5 KiB}, {@code 30.2 MiB}. */
  static String size(long bytes) {
    if (bytes < KIB) {
      return bytes + " B";
    }
    double size = bytes;
    for (String unit : new String[] {"KiB", "MiB", "GiB"}) {
      size /= KIB;
      // What would be rounded to 1024.0 is one of the next unit.
      if (size < KIB - 0.05) {
        return String.format(Locale.ROOT, "%.1f %s", size, unit);
      }
    }
    return String.format(Locale.ROOT, "%.1f TiB", size / KIB);
  }

  /** {@code 3 days}; in the unit that leaves at least two. */
  static String time(Duration time) {
    if (time.toMinutes() < 2) {
      return time.toSeconds() + (time.toSeconds() == 1 ? " second" : " seconds");
    }
    if (time.toHours() < 2) {
      return time.toMinutes() + " minutes";
    }
    if (time.toDays() < 2) {
      return time.toHours() + " hours";
    }
    if (time.toDays() < 2 * DAYS_OF_A_MONTH) {
      return time.toDays() + " days";
    }
    long months = (long) (time.toDays() / DAYS_OF_A_MONTH);
    return months < 24 ? months + " months" : months / 12 + " years";
  }
}
