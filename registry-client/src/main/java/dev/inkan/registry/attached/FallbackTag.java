package dev.inkan.registry.attached;

import dev.inkan.registry.content.Digest;
import dev.inkan.registry.reference.Reference.ByDigest;
import dev.inkan.registry.reference.Reference.ByTag;

/** The tag under which clients list what hangs on a digest (distribution-spec "Referrers Tag Schema"). */
public final class FallbackTag {
  private static final int MAX_ALGORITHM = 32;
  private static final int MAX_ENCODED = 64;

  private FallbackTag() {}

  /** {@code <algorithm>-<encoded>}, cut at 32 and 64 characters, with what no tag may have as {@code -}. */
  public static ByTag of(ByDigest subject) {
    Digest digest = subject.digest();
    String tag = cut(digest.algorithm(), MAX_ALGORITHM) + "-" + cut(digest.encoded(), MAX_ENCODED);
    return new ByTag(subject.repository(), tag.replaceAll("[^a-zA-Z0-9._-]", "-"));
  }

  private static String cut(String text, int length) {
    return text.length() <= length ? text : text.substring(0, length);
  }
}
