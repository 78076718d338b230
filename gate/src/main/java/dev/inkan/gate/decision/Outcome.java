package dev.inkan.gate.decision;

import java.util.Collection;

/** How a check ends. Unknown is what could not be looked at; nothing turns it into a pass. */
public enum Outcome {
  PASS,
  FAIL,
  UNKNOWN;

  /** Fails if any part surely fails, else is unknown if any part is. */
  public static Outcome all(Collection<Outcome> parts) {
    return atLeast(parts.size(), parts);
  }

  /** Passes if any part does, else is unknown if any part is. */
  public static Outcome any(Collection<Outcome> parts) {
    return atLeast(1, parts);
  }

  /**
   * Passes if {@code count} parts do; fails if so many surely fail that they never can; else is unknown. Throws {@link
   * IllegalArgumentException} for no parts, because all of nothing would pass, and for a count below 1.
   */
  public static Outcome atLeast(int count, Collection<Outcome> parts) {
    if (parts.isEmpty() || count < 1) {
      throw new IllegalArgumentException(count + " of " + parts.size());
    }
    long passed = parts.stream().filter(part -> part == PASS).count();
    long unknown = parts.stream().filter(part -> part == UNKNOWN).count();
    if (passed >= count) {
      return PASS;
    }
    return passed + unknown >= count ? UNKNOWN : FAIL;
  }
}
