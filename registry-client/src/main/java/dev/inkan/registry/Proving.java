package dev.inkan.registry;

import dev.inkan.registry.content.Descriptor;

/**
 * A stream that looks at its own bytes: it fails before it has given out the last of them when they are not those of a
 * descriptor. Whoever reads it to its end holds proven content, and need not hash it again.
 */
public interface Proving {
  /** Whether the bytes are proven to be those of {@code descriptor}: the same digest and size. */
  boolean proves(Descriptor descriptor);
}
