package dev.inkan.gate.policy;

/** What becomes of an image that no rule is about. */
public enum NoMatch {
  /** It is denied. */
  DENY,
  /** It is denied, but a door only says so and does not act on it. The verdict stays a deny. */
  WARN,
  /** It is admitted, if it exists. */
  ALLOW
}
