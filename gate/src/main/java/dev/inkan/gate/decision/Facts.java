package dev.inkan.gate.decision;

import dev.inkan.registry.content.Digest;
import dev.inkan.registry.reference.Reference;
import dev.inkan.registry.reference.Reference.ByDigest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that a decision rests on: what was asked for, and what was found, as far as it was looked at. The same facts, the
 * same decision, at every door.
 *
 * @param asked where the image is read
 * @param named the name whose rules apply; another one than {@code asked} only for a copy
 * @param own the signatures on the very digest
 */
public record Facts(Reference asked, Reference named, Subject subject, SignatureFacts own) {

  /** Facts about an image by the rules of its own name. */
  public Facts(Reference asked, Subject subject, SignatureFacts own) {
    this(asked, asked, subject, own);
  }

  /** Before anything was looked at. */
  public static Facts nothingYet(Reference asked) {
    return nothingYet(asked, asked);
  }

  /** Before anything was looked at of a copy, that the rules of another name apply to. */
  public static Facts nothingYet(Reference asked, Reference named) {
    return new Facts(asked, named, new Subject.NotFetched(), SignatureFacts.NOTHING_YET);
  }

  public Facts with(Subject found) {
    return new Facts(asked, named, found, own);
  }

  public Facts withOwn(SignatureFacts found) {
    return new Facts(asked, named, subject, found);
  }

  /** With what was found on the index's child of that position. Throws when the subject is not an index. */
  public Facts withChild(int position, SignatureFacts found) {
    if (!(subject instanceof Subject.Index(Digest digest, List<Subject.Child> children))) {
      throw new IllegalStateException("not an index");
    }
    var changed = new ArrayList<>(children);
    Subject.Child child = children.get(position);
    changed.set(position, new Subject.Child(child.digest(), child.platform(), found));
    return with(new Subject.Index(digest, changed));
  }

  /** The digest that the decision is about, or null as long as a tag is not resolved. */
  public @Nullable Digest digest() {
    return switch (subject) {
      case Subject.Image(Digest digest) -> digest;
      case Subject.Index(Digest digest, List<Subject.Child> ignored) -> digest;
      case Subject.NotFetched ignored -> asDigest();
      case Subject.Missing ignored -> asDigest();
      case Subject.Refused ignored -> asDigest();
      case Subject.Unreadable ignored -> asDigest();
    };
  }

  private @Nullable Digest asDigest() {
    return asked instanceof ByDigest byDigest ? byDigest.digest() : null;
  }

  /** The children that may run; empty when it is no index, or that is not known. */
  public List<Subject.Child> children() {
    return subject instanceof Subject.Index(Digest ignored, List<Subject.Child> children) ? children : List.of();
  }

  /** Whether the image's own manifest was read. */
  public boolean subjectFetched() {
    return subject instanceof Subject.Image || subject instanceof Subject.Index;
  }
}
