package dev.inkan.registry.copy;

import java.util.List;

/**
 * How is copied.
 *
 * @param families the tag families to look for
 * @param jobs how many requests are under way at a time
 * @param overwrite whether a family of one document that differs at the destination gives way
 */
public record CopyOptions(List<Family> families, int jobs, boolean overwrite) {

  /** Throws {@link IllegalArgumentException} when there is nobody to do the work. */
  public CopyOptions {
    families = List.copyOf(families);
    if (jobs < 1) {
      throw new IllegalArgumentException(jobs + " jobs at a time");
    }
  }

  List<String> suffixes() {
    return families.stream().map(Family::suffix).toList();
  }
}
