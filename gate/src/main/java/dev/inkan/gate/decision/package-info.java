/**
 * Is that enough? Facts and a policy give a decision in three values. Pure: no I/O, no clock.
 */
@NullMarked
package dev.inkan.gate.decision;

import org.jspecify.annotations.NullMarked;
