package dev.inkan.cli.surroundings;

/** How a run, or one image of it, ended: the exit codes, the same for every command. In the order of their gravity. */
public enum Outcome {
  /** Admitted, or done. */
  DONE(0),
  /** Could not look: network, authentication, rate limit. Trying later may help. */
  UNDETERMINED(3),
  /** Denied, or the image is not there. */
  DENIED(1),
  /** Flags, references or files that cannot be used. */
  UNUSABLE(2),
  /** Our own fault. */
  BUG(70);

  private final int code;

  Outcome(int code) {
    this.code = code;
  }

  /** The exit code. */
  public int code() {
    return code;
  }

  /** The graver of the two. */
  public Outcome and(Outcome other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
