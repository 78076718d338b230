package dev.inkan.registry.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** Text that must not be shown: its {@code toString} tells nothing, not even its length. */
public final class Secret {
  private static final String HIDDEN = "***";
  private static final int SHORTEST = 4;

  private final String value;

  public Secret(String value) {
    this.value = value;
  }

  /** The text itself, for the one place that sends it. */
  public String reveal() {
    return value;
  }

  /** {@code text} without this secret in it, unless it is so short that it stands in every text. */
  public String hideIn(String text) {
    return value.length() < SHORTEST ? text : text.replace(value, HIDDEN);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret that && MessageDigest.isEqual(bytes(), that.bytes());
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  private byte[] bytes() {
    return value.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return HIDDEN;
  }
}
