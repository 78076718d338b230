/**
 * One view of a registry for several readers of one run. Knows nothing of what is read, nor where it is stored.
 */
@NullMarked
package dev.inkan.registry.snapshot;

import org.jspecify.annotations.NullMarked;
