/**
 * What every signature format becomes: one {@link dev.inkan.envelope.Envelope}. Knows no I/O, no clock, and not
 * whom to trust.
 */
@NullMarked
package dev.inkan.envelope;

import org.jspecify.annotations.NullMarked;
