/**
 * The encodings that keys and envelopes are written in: base64, PEM, DER. Each is read strictly, so that one value has
 * one spelling. Knows nothing of what the bytes mean.
 */
@NullMarked
package dev.inkan.envelope.encoding;

import org.jspecify.annotations.NullMarked;
