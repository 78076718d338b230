/**
 * Stores envelopes beside the image and reads them back as each reader would. Knows no key.
 */
@NullMarked
package dev.inkan.signer.publish;

import org.jspecify.annotations.NullMarked;
