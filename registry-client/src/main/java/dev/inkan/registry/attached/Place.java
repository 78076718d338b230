package dev.inkan.registry.attached;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a registry can list what hangs on a digest. Which there are for a reader says {@link Attached#places}.
 *
 * @param label the name in reports
 * @param suffix of a tag family, or null for the places of the specification
 */
public record Place(String label, @Nullable String suffix) {
  private static final Pattern SUFFIX = Pattern.compile("[a-z0-9]{1,16}");

  /** The registry's own list (distribution-spec "Listing Referrers"). */
  public static final Place REFERRERS_API = new Place("referrers-api", null);

  /** The index that clients keep under a tag made of the digest ("Referrers Tag Schema"). */
  public static final Place FALLBACK_TAG = new Place("fallback-tag", null);

  /**
   * The manifest under a tag made of the digest and a suffix, as cosign keeps signatures: {@code sha256-....sig}. It has
   * no subject; its tag says what it hangs on.
   */
  public static Place family(String suffix) {
    if (!SUFFIX.matcher(suffix).matches()) {
      throw new IllegalArgumentException("not the suffix of a tag family: " + suffix);
    }
    return new Place(suffix + "-tag", suffix);
  }

  /** The suffix when this is a tag family. */
  public Optional<String> family() {
    return Optional.ofNullable(suffix);
  }

  @Override
  public String toString() {
    return label;
  }
}
