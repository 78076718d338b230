package dev.inkan.registry.content;

import org.jspecify.annotations.Nullable;

/** What a child of an index runs on (image-index.md "platform"): {@code linux/arm64/v8}. */
public record Platform(String os, String architecture, @Nullable String variant) {
  /** Whether this is the mark of a child that never runs, such as a build attestation. */
  public boolean isUnknown() {
    return os.equals("unknown") && architecture.equals("unknown");
  }

  @Override
  public String toString() {
    return os + "/" + architecture + (variant == null ? "" : "/" + variant);
  }
}
