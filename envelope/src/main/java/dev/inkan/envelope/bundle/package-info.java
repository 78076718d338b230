/**
 * The Sigstore bundle and the DSSE envelope in it, as bytes and values. Knows no registry.
 */
@NullMarked
package dev.inkan.envelope.bundle;

import org.jspecify.annotations.NullMarked;
