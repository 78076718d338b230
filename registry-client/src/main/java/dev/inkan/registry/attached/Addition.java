package dev.inkan.registry.attached;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.content.RawManifest;
import dev.inkan.registry.reference.Reference.ByTag;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Something to be added to the one manifest under a tag, beside what others have added to it. */
interface Addition {

  ByTag tag();

  /**
   * Looks at what the tag names now.
   *
   * @param there null when there is no such tag
   * @throws RegistryException REFUSED when nothing can be added to such a thing, which is left alone; else what kept
   *     something that it names from being read
   */
  Merge onto(@Nullable RawManifest there) throws RegistryException;

  /** Both as one addition, where that takes less work than one after the other; else nothing. */
  default Optional<Addition> and(Addition other) {
    return Optional.empty();
  }

  /** What is stored already when the tag could not be written, for a person to read. */
  String stored();

  /** What is there, and what it would become. */
  interface Merge {
    /** Whether all that is to be added is there. */
    boolean isDone();

    /**
     * What is there and what is to be added, together; what it names besides is stored.
     *
     * @throws RegistryException TOO_LARGE when nobody would read it; else what kept something from being written
     */
    RawManifest merged() throws RegistryException;
  }

  /** A failure of this addition; {@code detail} is printable. */
  default RegistryException failure(Kind kind, String detail) {
    return failure(kind, detail, null);
  }

  default RegistryException failure(Kind kind, String detail, @Nullable Throwable cause) {
    return new RegistryException(kind, "list in the tag " + tag().tag(), tag().repository().host(), null, detail, cause);
  }
}
