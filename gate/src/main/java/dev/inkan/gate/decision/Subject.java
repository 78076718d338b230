package dev.inkan.gate.decision;

import dev.inkan.registry.content.Digest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is known of the image itself. */
public sealed interface Subject {

  /** Nobody asked for it: by digest that may not be needed. */
  record NotFetched() implements Subject {}

  /** It exists, and is one image. */
  record Image(Digest digest) implements Subject {}

  /**
   * It exists, and is an index.
   *
   * @param children each manifest in it that may run, once: all but those for {@code unknown/unknown}
   */
  record Index(Digest digest, List<Child> children) implements Subject {
    /** The most children that are looked at one by one. */
    public static final int MAX_CHILDREN = 64;

    public Index {
      children = List.copyOf(children);
    }
  }

  /** The registry, which let us in, has no such image. */
  record Missing(String detail) implements Subject {}

  /** Something is there that must not be used. */
  record Refused(Code code, String detail) implements Subject {}

  /** It could not be read. */
  record Unreadable(Cause cause) implements Subject {}

  /**
   * A manifest in an index.
   *
   * @param platform as the index says, printable, or null
   */
  record Child(Digest digest, @Nullable String platform, SignatureFacts signatures) {}
}
