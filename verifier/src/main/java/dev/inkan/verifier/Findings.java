package dev.inkan.verifier;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.attached.Place;
import dev.inkan.registry.reference.Reference.ByDigest;
import java.util.List;

/**
 * Everything that was found out about one digest. A failure is part of it, never an exception and never an absence.
 *
 * @param places every place where something may hang, in the order in which they are looked at
 * @param candidates sorted by digest
 */
public record Findings(ByDigest subject, List<Look> places, List<Candidate> candidates) {
  public Findings {
    places = List.copyOf(places);
    candidates = List.copyOf(candidates);
  }

  /** What became of one place. */
  public record Look(Place place, State state) {}

  /** How far a place was read. */
  public sealed interface State {
    /**
     * It was listed.
     *
     * @param entries how many it lists
     * @param toTheEnd whether each of them was looked at, or turned away by a bound; false when enough was found before
     * @param notices what was strange about the listing, printable
     */
    record Read(int entries, boolean toTheEnd, List<String> notices) implements State {
      public Read {
        notices = List.copyOf(notices);
      }
    }

    /** The registry has no such place. */
    record NotOffered() implements State {}

    /** It could not be listed, so it may hold anything. */
    record Unreadable(RegistryException cause) implements State {}

    /** Enough was found before. */
    record NotLookedAt() implements State {}
  }
}
