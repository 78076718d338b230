package dev.inkan.registry.http;

import java.time.Duration;

/** The moment at which a whole run must be over, by the monotonic clock. */
final class Deadline {
  private static final Duration LONGEST = Duration.ofDays(365);

  private final Duration limit;
  private final long end;

  private Deadline(Duration limit) {
    this.limit = limit;
    this.end = System.nanoTime() + limit.toNanos();
  }

  /** Counts from now; more than a year is a year. */
  static Deadline in(Duration limit) {
    return new Deadline(limit.compareTo(LONGEST) < 0 ? limit : LONGEST);
  }

  /** What is left, never negative. */
  Duration remaining() {
    return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
  }

  boolean hasPassed() {
    return remaining().isZero();
  }

  /** What a failure says of it. */
  @Override
  public String toString() {
    return "the time limit of " + Durations.text(limit) + " for the whole run has passed";
  }
}
