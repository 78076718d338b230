package dev.inkan.gate.policy;

import dev.inkan.registry.reference.Reference;
import java.util.List;

/**
 * What is asked of the images that match.
 *
 * @param name unique in its policy
 * @param images never empty; one that matches is enough
 * @param signatures whose signature an image needs
 */
public record Rule(String name, List<ImagePattern> images, Requirement signatures) {
  public Rule {
    images = List.copyOf(images);
    if (images.isEmpty()) {
      throw new IllegalArgumentException("rule " + name + " is about nothing");
    }
  }

  /** Whether this rule is about the image. */
  public boolean matches(Reference reference) {
    return images.stream().anyMatch(pattern -> pattern.matches(reference));
  }
}
