/**
 * Whether an envelope proves that a named signer said something about a digest. Pure: no I/O, no clock.
 */
@NullMarked
package dev.inkan.verifier.check;

import org.jspecify.annotations.NullMarked;
