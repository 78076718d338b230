package dev.inkan.cli.inspect;

import dev.inkan.cli.surroundings.Outcome;
import dev.inkan.registry.reference.Reference;
import java.util.List;

/**
 * What was seen of one image.
 *
 * @param bounds which bounds of ours cut it short
 * @param outcome DONE when everything could be looked at; UNDETERMINED when something could not be read; DENIED when a
 *     bound was hit, or bytes contradict their digest
 */
public record Inspection(Reference asked, Node root, List<String> bounds, Outcome outcome) {
  public Inspection {
    bounds = List.copyOf(bounds);
  }
}
