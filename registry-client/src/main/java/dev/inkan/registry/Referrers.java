package dev.inkan.registry;

import dev.inkan.registry.content.Descriptor;
import java.util.List;

/** What the referrers API (distribution-spec "Listing Referrers") said. A failure is an exception, not one of these. */
public sealed interface Referrers {

  /** Everything that the registry lists, all pages; empty means that it knows of none. Not proven by anything. */
  record Listed(List<Descriptor> descriptors) implements Referrers {
    public Listed {
      descriptors = List.copyOf(descriptors);
    }
  }

  /** The registry has no such API (404): the fallback tag is the only listing. */
  record NotOffered() implements Referrers {}
}
