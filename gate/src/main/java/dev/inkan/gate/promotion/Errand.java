package dev.inkan.gate.promotion;

import dev.inkan.registry.copy.TagRule;
import dev.inkan.registry.copy.Target;
import dev.inkan.registry.reference.Reference;

/**
 * One promotion.
 *
 * @param source the image; the rules of this name decide at both ends
 * @param target where it goes
 * @param tagRule when the target's tag may be moved
 */
public record Errand(Reference source, Target target, TagRule tagRule) {}
