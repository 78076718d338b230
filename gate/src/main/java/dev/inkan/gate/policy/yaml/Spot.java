package dev.inkan.gate.policy.yaml;

/**
 * A place in a file.
 *
 * @param line from 1
 * @param column from 1, in characters
 */
public record Spot(int line, int column) {
  public static final Spot START = new Spot(1, 1);

  public Spot {
    if (line < 1 || column < 1) {
      throw new IllegalArgumentException("lines and columns count from 1");
    }
  }
}
