/**
 * Carries an image and all that hangs on it from one place to another, through the gate at both ends. Knows no format,
 * no key, and not how content is moved.
 */
@NullMarked
package dev.inkan.gate.promotion;

import org.jspecify.annotations.NullMarked;
