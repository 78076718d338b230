package dev.inkan.gate.decision;

/** The verdict. Three, never two: what could not be looked at is neither a yes nor "unsigned". */
public sealed interface Decision {

  /** Every rule that is about the image is satisfied. */
  record Admit() implements Decision {}

  /**
   * Surely not satisfied.
   *
   * @param enforced false when a door only says so and lets the image through: NOT ENFORCED
   */
  record Deny(Why why, boolean enforced) implements Decision {}

  /** It could not be told; asking again later may help. Never lets anything through. */
  record Undetermined(Why why) implements Decision {}
}
