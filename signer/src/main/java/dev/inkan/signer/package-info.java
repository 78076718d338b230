/**
 * Makes a signature over a digest and publishes it beside the image. Knows nothing of trust or policy.
 */
@NullMarked
package dev.inkan.signer;

import org.jspecify.annotations.NullMarked;
