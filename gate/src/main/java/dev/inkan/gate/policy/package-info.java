/**
 * The trust policy: what the file says, read from one declared shape. Pure: no I/O, no clock.
 */
@NullMarked
package dev.inkan.gate.policy;

import org.jspecify.annotations.NullMarked;
