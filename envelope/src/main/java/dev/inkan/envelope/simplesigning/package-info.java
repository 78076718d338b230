/**
 * Simple signing as cosign keeps it under {@code .sig} tags: a payload, and a signature in its layer's annotations.
 * Knows no registry, and not what is beside the layer.
 */
@NullMarked
package dev.inkan.envelope.simplesigning;

import org.jspecify.annotations.NullMarked;
