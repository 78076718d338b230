package dev.inkan.verifier.trust;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** From when until when something may be relied on; both ends belong to it (sigstore_trustroot.proto). */
public record Validity(@Nullable Instant start, @Nullable Instant end) {

  /** Whether it covers the moment. */
  public boolean covers(Instant moment) {
    return (start == null || !moment.isBefore(start)) && (end == null || !moment.isAfter(end));
  }

  @Override
  public String toString() {
    return (start == null ? "ever" : start.toString()) + " to " + (end == null ? "further notice" : end.toString());
  }
}
