package dev.inkan.registry.layout;

import dev.inkan.registry.content.Digest;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How cosign marks, in a layout, an image and the tag families that hang on it (pkg/oci/layout): by an annotation of
 * the entry in {@code index.json}, where a registry has a tag that is made of the image's digest.
 */
final class Families {
  static final String KIND = "kind";

  private static final String PREFIX = "dev.cosignproject.cosign/";
  private static final String IMAGE = PREFIX + "image";
  private static final String INDEX = PREFIX + "imageIndex";
  private static final Map<String, String> SUFFIXES = Map.of(PREFIX + "sigs", "sig", PREFIX + "atts", "att");
  /** A digest as a tag: what hangs on it, in a family or, without a suffix, in a fallback index. */
  private static final Pattern TAG = Pattern.compile("([a-z0-9]+)-([0-9a-f]{32,})(?:\\.([a-z0-9]{1,16}))?");

  private Families() {}

  /** Whether the annotation says that this is an image itself. */
  static boolean isRoot(@Nullable String kind) {
    return IMAGE.equals(kind) || INDEX.equals(kind);
  }

  /** The suffix of the family that an entry of this kind is, or null. */
  static @Nullable String suffix(@Nullable String kind) {
    return kind == null ? null : SUFFIXES.get(kind);
  }

  /** The tag of a family. */
  static String tag(Digest root, String suffix) {
    return root.algorithm() + "-" + root.encoded() + "." + suffix;
  }

  /** Whether the tag is one of those that hold what hangs on a digest. */
  static boolean isAttached(String tag) {
    return TAG.matcher(tag).matches();
  }

  /** What cosign calls that which is stored under this tag, if anything. */
  static Optional<String> kind(String tag, boolean isIndex) {
    var match = TAG.matcher(tag);
    if (!match.matches()) {
      return Optional.of(isIndex ? INDEX : IMAGE);
    }
    return SUFFIXES.entrySet().stream()
        .filter(each -> each.getValue().equals(match.group(3)))
        .map(Map.Entry::getKey)
        .findFirst();
  }
}
