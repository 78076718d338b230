/**
 * Who is trusted, by name. Pure: no I/O, no clock.
 */
@NullMarked
package dev.inkan.verifier.trust;

import org.jspecify.annotations.NullMarked;
