/**
 * Copies an image with all that hangs on it, as a graph of content: manifests, blobs, referrers, tag families. Knows
 * neither what any of it means nor where it is stored, and changes no byte of it.
 */
@NullMarked
package dev.inkan.registry.copy;

import org.jspecify.annotations.NullMarked;
