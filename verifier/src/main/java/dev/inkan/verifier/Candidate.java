package dev.inkan.verifier;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.attached.Place;
import dev.inkan.registry.content.Digest;
import dev.inkan.verifier.check.Verification;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * What a place lists as hanging on a digest, or one envelope in it, and what became of it.
 *
 * @param artifact the manifest that is listed
 * @param layer the envelope in it, or null when it did not come to one
 * @param place where it was first found
 */
public record Candidate(Digest artifact, @Nullable Digest layer, Place place, Result result) {
  static final Comparator<Candidate> BY_DIGEST =
      Comparator.comparing(Candidate::artifact)
          .thenComparing(Candidate::layer, Comparator.nullsFirst(Comparator.naturalOrder()))
          .thenComparing(candidate -> candidate.place().label());

  /** What became of it. */
  public sealed interface Result {
    /** Its bytes are at hand, and proven or not, they said what they are worth. */
    record Checked(Verification verification) implements Result {}

    /** It could not be read, so it may be worth anything. */
    record Unreadable(RegistryException cause) implements Result {}
  }
}
