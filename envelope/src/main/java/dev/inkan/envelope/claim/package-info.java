/**
 * What an envelope's payload says about an image, read only after its signature holds. Knows nothing of
 * signatures.
 */
@NullMarked
package dev.inkan.envelope.claim;

import org.jspecify.annotations.NullMarked;
