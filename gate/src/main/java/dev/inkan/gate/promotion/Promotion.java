package dev.inkan.gate.promotion;

import dev.inkan.gate.decision.DecisionRecord;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.copy.Copied;
import dev.inkan.registry.copy.CopyPlan;
import dev.inkan.registry.reference.Reference.ByTag;
import org.jspecify.annotations.Nullable;

/** What became of a promotion. */
public sealed interface Promotion {

  /** The decision at the source. */
  DecisionRecord atSource();

  /** The source is not let through. Nothing was written. */
  record Denied(DecisionRecord atSource) implements Promotion {}

  /**
   * The destination's tag is not free. Nothing was written.
   *
   * @param holds what it names, or null when it names nothing although something was expected
   * @param image what it would have named
   */
  record TagTaken(DecisionRecord atSource, ByTag tag, @Nullable Digest holds, Digest image) implements Promotion {}

  /** The destination has one document where one only can be, and another than the source's. Nothing was written. */
  record Occupied(DecisionRecord atSource, ByTag tag) implements Promotion {}

  /** What would be written, which was asked for and nothing else. */
  record Planned(DecisionRecord atSource, CopyPlan plan) implements Promotion {}

  /** What arrived is not let through where it arrived. The tag is as it was. */
  record DeniedThere(DecisionRecord atSource, DecisionRecord atDestination, CopyPlan plan) implements Promotion {}

  /**
   * It is there, let through at both ends (admitted, or denied without being enforced), and tagged.
   *
   * @param tagWritten false when the tag named it already, or none was asked for
   */
  record Promoted(
      DecisionRecord atSource, DecisionRecord atDestination, CopyPlan plan, Copied copied, boolean tagWritten)
      implements Promotion {}
}
