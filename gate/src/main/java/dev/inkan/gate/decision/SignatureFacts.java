package dev.inkan.gate.decision;

import dev.inkan.registry.content.Digest;
import dev.inkan.verifier.check.Certified;
import dev.inkan.verifier.reason.Reason;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What was found of signatures on one digest, and where it was looked for.
 *
 * @param places every place where they may be, also those not looked at; none at all means that nobody has looked yet
 * @param evidence sorted by digest
 */
public record SignatureFacts(List<PlaceFact> places, List<Evidence> evidence) {
  /** Before anybody has looked. */
  public static final SignatureFacts NOTHING_YET = new SignatureFacts(List.of(), List.of());

  public SignatureFacts {
    places = List.copyOf(places);
    evidence = List.copyOf(evidence);
  }

  /** What became of one place. */
  public record PlaceFact(String name, State state) {}

  /** How far a place was read. */
  public sealed interface State {
    /**
     * It was listed.
     *
     * @param entries how many it lists
     * @param toTheEnd false when enough was found before each of them was looked at
     * @param notices what was strange about the listing, printable
     */
    record Read(int entries, boolean toTheEnd, List<String> notices) implements State {
      public Read {
        notices = List.copyOf(notices);
      }
    }

    /** The registry has no such place: the protocol's "none here". */
    record NotOffered() implements State {}

    /** What it holds breaks a bound or contradicts its digest: whatever is in it does not count. */
    record Refused(Reason reason) implements State {}

    /** It could not be read: it may hold anything. */
    record Unreadable(Cause cause) implements State {}

    /** Not needed, or not yet. */
    record NotLookedAt() implements State {}
  }

  /**
   * One thing that hangs on the digest, or one signature in it.
   *
   * @param artifact the manifest that hangs there
   * @param layer the signature in it, or null when it did not come to that
   */
  public record Evidence(Digest artifact, @Nullable Digest layer, String place, Result result) {}

  /** What a piece of evidence is worth. */
  public sealed interface Result {
    /**
     * The signer's signature holds, and its claim is what is asked for.
     *
     * @param identity what the signer calls the image, where that is signed, else null; reported, not demanded
     * @param unchecked what came with it and was not looked at: {@code certificate}
     * @param certified what a certificate and its logs prove; null for a signer who is trusted by key
     */
    record Holds(
        String signer,
        String format,
        @Nullable String identity,
        Map<String, String> annotations,
        List<String> unchecked,
        @Nullable Certified certified)
        implements Result {
      public Holds {
        annotations = Map.copyOf(annotations);
        unchecked = List.copyOf(unchecked);
      }
    }

    /** It proves nothing. */
    record Fails(Reason reason) implements Result {}

    /** It could not be read. */
    record Unreadable(Cause cause) implements Result {}
  }

  /** The names of all whose signature holds. */
  public Set<String> signers() {
    return evidence.stream()
        .map(Evidence::result)
        .filter(Result.Holds.class::isInstance)
        .map(result -> ((Result.Holds) result).signer())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Whether everything was looked at, so that what was not found is not there. */
  public boolean isComplete() {
    return !places.isEmpty()
        && places.stream().map(PlaceFact::state).allMatch(SignatureFacts::isSettled)
        && evidence.stream().noneMatch(found -> found.result() instanceof Result.Unreadable);
  }

  private static boolean isSettled(State state) {
    return switch (state) {
      case State.Read read -> read.toTheEnd();
      case State.NotOffered ignored -> true;
      case State.Refused ignored -> true;
      case State.Unreadable ignored -> false;
      case State.NotLookedAt ignored -> false;
    };
  }

  /** Why this is not complete, or null when it is, or when nothing failed and it was just not looked further. */
  public @Nullable Cause firstCause() {
    for (PlaceFact place : places) {
      if (place.state() instanceof State.Unreadable(Cause cause)) {
        return cause;
      }
    }
    for (Evidence found : evidence) {
      if (found.result() instanceof Result.Unreadable(Cause cause)) {
        return cause;
      }
    }
    return null;
  }

  /** Whether a bound kept something from being looked at. */
  public boolean hitLimit() {
    return places.stream()
            .anyMatch(place -> place.state() instanceof State.Refused(Reason reason) && isLimit(reason))
        || evidence.stream()
            .anyMatch(found -> found.result() instanceof Result.Fails(Reason reason) && isLimit(reason));
  }

  private static boolean isLimit(Reason reason) {
    return reason.code() == Reason.Code.LIMIT;
  }
}
