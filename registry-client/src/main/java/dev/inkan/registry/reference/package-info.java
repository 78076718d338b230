/**
 * What images are called: repositories, tags and digests, as people type them. Knows nothing of what is
 * stored there.
 */
@NullMarked
package dev.inkan.registry.reference;

import org.jspecify.annotations.NullMarked;
