package dev.inkan.gate.decision;

import dev.inkan.gate.decision.SignatureFacts.Evidence;
import dev.inkan.gate.decision.SignatureFacts.PlaceFact;
import dev.inkan.gate.decision.SignatureFacts.Result;
import dev.inkan.gate.policy.Policy;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.content.JsonValue.JsonObject;
import dev.inkan.verifier.reason.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A decision with all that it rests on. Equal facts and policies give equal records with the same bytes. */
public record DecisionRecord(Policy policy, Facts facts, List<Check> checks, Decision decision) {
  public DecisionRecord {
    checks = List.copyOf(checks);
  }

  /** A signature that holds, on the digest {@code subject}. */
  public record Signer(Digest subject, Digest artifact, String place, Result.Holds holds) {
    public String name() {
      return holds.signer();
    }
  }

  /** A place where signatures of {@code subject} may be. */
  public record Place(Digest subject, PlaceFact fact) {}

  /** Evidence that fails. */
  public record Rejected(Digest subject, Digest artifact, String place, Reason reason) {}

  /** Evidence that could not be read. */
  public record Unread(Digest subject, Digest artifact, String place, Cause cause) {}

  /** The image as it was asked for. */
  public String reference() {
    return facts.asked().toString();
  }

  /** The digest that this is about, or null when the tag could not be resolved or need not be. */
  public @Nullable Digest digest() {
    return facts.digest();
  }

  /** Whether the image's own manifest was read; by digest it need not be. */
  public boolean subjectFetched() {
    return facts.subjectFetched();
  }

  /** The moment from which on this decision says nothing any more, or null when nothing in it lapses. */
  public @Nullable Instant validUntil() {
    return decision instanceof Decision.Undetermined ? null : policy.expires();
  }

  /** The children that may run, when it is an index that was read. */
  public List<Subject.Child> children() {
    return facts.children();
  }

  /** Every signature that holds, sorted by the digest that it is on, the asked one first. */
  public List<Signer> signers() {
    var signers = new ArrayList<Signer>();
    for (Examined examined : examined()) {
      for (Evidence found : examined.found().evidence()) {
        if (found.result() instanceof Result.Holds holds) {
          signers.add(new Signer(examined.subject(), found.artifact(), found.place(), holds));
        }
      }
    }
    return signers;
  }

  /** Every place where signatures may be, and what became of it. */
  public List<Place> places() {
    var places = new ArrayList<Place>();
    for (Examined examined : examined()) {
      examined.found().places().forEach(place -> places.add(new Place(examined.subject(), place)));
    }
    return places;
  }

  /** All evidence that fails, and why. */
  public List<Rejected> rejected() {
    var rejected = new ArrayList<Rejected>();
    for (Examined examined : examined()) {
      for (Evidence found : examined.found().evidence()) {
        if (found.result() instanceof Result.Fails(Reason reason)) {
          rejected.add(new Rejected(examined.subject(), found.artifact(), found.place(), reason));
        }
      }
    }
    return rejected;
  }

  /** All evidence that could not be read, and why. */
  public List<Unread> unread() {
    var unread = new ArrayList<Unread>();
    for (Examined examined : examined()) {
      for (Evidence found : examined.found().evidence()) {
        if (found.result() instanceof Result.Unreadable(Cause cause)) {
          unread.add(new Unread(examined.subject(), found.artifact(), found.place(), cause));
        }
      }
    }
    return unread;
  }

  /** This as JSON; the same record always gives the same bytes. */
  public JsonObject json() {
    return DecisionJson.of(this);
  }

  private record Examined(Digest subject, SignatureFacts found) {}

  private List<Examined> examined() {
    var examined = new ArrayList<Examined>();
    Digest digest = digest();
    if (digest != null) {
      examined.add(new Examined(digest, facts.own()));
    }
    facts.children().forEach(child -> examined.add(new Examined(child.digest(), child.signatures())));
    return examined;
  }
}
