package dev.inkan.registry.copy;

import dev.inkan.registry.reference.Reference.ByTag;
import dev.inkan.registry.reference.Repository;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where it is copied to.
 *
 * @param tag that is to name it in the end, or null for none
 */
public record Target(Repository repository, @Nullable String tag) {

  public Target {
    if (tag != null) {
      // Checks it.
      new ByTag(repository, tag);
    }
  }

  public Optional<ByTag> reference() {
    return tag == null ? Optional.empty() : Optional.of(new ByTag(repository, tag));
  }
}
