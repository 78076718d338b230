package dev.inkan.registry.http;

import java.time.Duration;

/** Durations as messages show them: {@code 90s}, {@code 250ms}. */
final class Durations {
  private Durations() {}

  static String text(Duration duration) {
    return duration.toMillisPart() == 0 ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
  }
}
