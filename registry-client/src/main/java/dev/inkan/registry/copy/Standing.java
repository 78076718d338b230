package dev.inkan.registry.copy;

import dev.inkan.registry.content.Digest;
import dev.inkan.registry.reference.Reference.ByTag;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the destination has before anything is written to it.
 *
 * @param tagged what its tag names, or null
 * @param begun whether something of the image may be there, so that everything is looked for
 * @param listed what the destination lists already of what hangs on manifests that it has
 * @param occupied tags of families of one document that hold another one
 * @param sight what was learned of its repository
 */
record Standing(
    @Nullable Digest tagged, boolean begun, Set<Digest> listed, List<ByTag> occupied, Sight sight) {
  Standing {
    occupied = List.copyOf(occupied);
    listed = Set.copyOf(listed);
  }
}
