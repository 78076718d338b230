package dev.inkan.gate.promotion;

import dev.inkan.gate.Gate;
import dev.inkan.gate.Question;
import dev.inkan.gate.decision.Decision;
import dev.inkan.gate.decision.DecisionRecord;
import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.RegistryReader;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.content.RawManifest;
import dev.inkan.registry.copy.Copied;
import dev.inkan.registry.copy.Copier;
import dev.inkan.registry.copy.CopyPlan;
import dev.inkan.registry.copy.Origin;
import dev.inkan.registry.copy.TagRule.Ruling;
import dev.inkan.registry.reference.Reference;
import dev.inkan.registry.reference.Reference.ByDigest;
import dev.inkan.registry.reference.Reference.ByTag;
import dev.inkan.registry.snapshot.SnapshotReader;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Promotes images: decided at the source, copied with all that hangs on them, decided again where they arrived from the
 * bytes that are there, tagged last. Whatever stops it before that leaves the tag as it was; doing it again finishes it.
 * Safe for use by several threads.
 */
public final class Promoter {
  private final RegistryReader source;
  private final RegistryReader destination;
  private final Function<RegistryReader, Gate> gates;
  private final Function<RegistryReader, Copier> copiers;

  /**
   * @param destination answers what is stored now, and keeps nothing between two questions
   * @param gates makes the gate that decides about what a reader reads
   * @param copiers makes a copier that reads the source so and writes to the destination
   */
  public Promoter(
      RegistryReader source,
      RegistryReader destination,
      Function<RegistryReader, Gate> gates,
      Function<RegistryReader, Copier> copiers) {
    this.source = source;
    this.destination = destination;
    this.gates = gates;
    this.copiers = copiers;
  }

  /**
   * Says what {@link #promote} would do. Writes nothing.
   *
   * @return Denied, TagTaken, Occupied or Planned
   */
  public Promotion plan(Errand errand, Instant now) throws RegistryException {
    return begin(errand, now).promotion;
  }

  /**
   * Promotes.
   *
   * @return anything but Planned
   * @throws RegistryException NOT_FOUND when there is no such image; CONFLICT when somebody else moved the tag
   *     meanwhile; PROTOCOL when the destination does not list what it took; else what kept something from being read
   *     or written
   */
  public Promotion promote(Errand errand, Instant now) throws RegistryException {
    Begun begun = begin(errand, now);
    return begun.promotion instanceof Promotion.Planned planned
        ? carryOut(errand, begun.copier, planned, now)
        : begun.promotion;
  }

  /** How far it comes without writing anything. */
  private record Begun(Copier copier, Promotion promotion) {}

  private Begun begin(Errand errand, Instant now) throws RegistryException {
    // What is decided about is what is copied: nothing is read twice.
    var snapshot = new SnapshotReader(source);
    Copier copier = copiers.apply(snapshot);
    Origin origin = origin(errand, snapshot);
    DecisionRecord atSource = gates.apply(snapshot).decide(Question.ofStored(origin.reference(), errand.source()), now);
    if (!passes(atSource)) {
      return new Begun(copier, new Promotion.Denied(atSource));
    }
    CopyPlan plan = copier.plan(origin, errand.target());
    if (ruling(errand, plan) instanceof Ruling.Taken(Digest holds)) {
      return new Begun(copier, new Promotion.TagTaken(atSource, tag(errand), holds, origin.root().digest()));
    }
    if (!plan.occupied().isEmpty() && !errand.tagRule().overwrite()) {
      return new Begun(copier, new Promotion.Occupied(atSource, plan.occupied().getFirst()));
    }
    return new Begun(copier, new Promotion.Planned(atSource, plan));
  }

  private static Origin origin(Errand errand, RegistryReader reader) throws RegistryException {
    return switch (errand.source()) {
      case ByTag tag -> new Origin(tag.repository(), tag.tag(), reader.resolve(tag));
      case ByDigest digest -> new Origin(digest.repository(), null, reader.manifest(digest));
    };
  }

  private static boolean passes(DecisionRecord record) {
    return switch (record.decision()) {
      case Decision.Admit ignored -> true;
      case Decision.Deny deny -> !deny.enforced();
      case Decision.Undetermined ignored -> false;
    };
  }

  private static @Nullable Ruling ruling(Errand errand, CopyPlan plan) {
    return errand.target().tag() == null
        ? null
        : errand.tagRule().on(plan.tagged().orElse(null), plan.origin().root().digest());
  }

  private Promotion carryOut(Errand errand, Copier copier, Promotion.Planned planned, Instant now)
      throws RegistryException {
    CopyPlan plan = planned.plan();
    Copied copied = copier.transfer(plan);
    copier.check(plan);
    var stored = new ByDigest(errand.target().repository(), plan.origin().root().digest());
    DecisionRecord there = decideThere(errand, stored, now);
    if (!passes(there)) {
      return new Promotion.DeniedThere(planned.atSource(), there, plan);
    }
    boolean written = ruling(errand, plan) instanceof Ruling.Free free && copier.tag(plan, free.condition());
    if (written) {
      confirm(tag(errand), plan.origin().root());
    }
    return new Promotion.Promoted(planned.atSource(), there, plan, copied, written);
  }

  /** By the rules of the source's name, and then by those that are about the destination's besides. */
  private DecisionRecord decideThere(Errand errand, ByDigest stored, Instant now) {
    Gate gate = gates.apply(destination);
    DecisionRecord there = gate.decide(Question.ofStored(stored, errand.source()), now);
    Reference ownName = errand.target().reference().<Reference>map(tag -> tag).orElse(stored);
    return passes(there) && gate.hasMoreRulesFor(ownName, errand.source())
        ? gate.decide(Question.ofStored(stored, ownName), now)
        : there;
  }

  private void confirm(ByTag tag, RawManifest image) throws RegistryException {
    Digest now = destination.resolve(tag).digest();
    if (!now.equals(image.digest())) {
      throw new RegistryException(
          Kind.CONFLICT,
          "read back " + tag.tag(),
          tag.repository().host(),
          "the tag was written, and names " + now + " now: somebody else moved it at the same time");
    }
  }

  private static ByTag tag(Errand errand) {
    return errand.target().reference().orElseThrow();
  }
}
