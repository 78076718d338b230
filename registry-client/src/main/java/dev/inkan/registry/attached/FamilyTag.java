package dev.inkan.registry.attached;

import dev.inkan.registry.reference.Reference.ByDigest;
import dev.inkan.registry.reference.Reference.ByTag;
import java.util.Optional;

/** The tag of a family for a digest (cosign SIGNATURE_SPEC.md "Tag-based discovery"): {@code sha256-<hex>.<suffix>}. */
public final class FamilyTag {
  private static final int MAX_TAG = 128;

  private FamilyTag() {}

  /** Nothing when it would be no tag, for cosign cuts nothing off: the digest is too long (sha512). */
  public static Optional<ByTag> of(ByDigest subject, String suffix) {
    String tag = subject.digest().algorithm() + "-" + subject.digest().encoded() + "." + suffix;
    return tag.length() <= MAX_TAG && tag.chars().allMatch(FamilyTag::isOfTag)
        ? Optional.of(new ByTag(subject.repository(), tag))
        : Optional.empty();
  }

  private static boolean isOfTag(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
  }
}
