package dev.inkan.registry.server;

import dev.inkan.registry.content.Digest;
import org.jspecify.annotations.Nullable;

/** Content's strong entity tag: its digest in quotes (RFC 9110 8.8.3). */
final class EntityTag {
  private EntityTag() {}

  static String of(Digest digest) {
    return '"' + digest.toString() + '"';
  }

  /** Whether a list of entity tags ({@code If-Match}, {@code If-None-Match}) names the digest or anything. */
  static boolean isIn(@Nullable String list, @Nullable Digest digest) {
    if (list == null || digest == null) {
      return false;
    }
    for (String entry : list.split(",")) {
      String tag = entry.strip();
      if (tag.equals("*") || tag.equals(of(digest)) || tag.equals("W/" + of(digest))) {
        return true;
      }
    }
    return false;
  }
}
