/** What the gate's tests are built from. */
@NullMarked
package dev.inkan.gate.testing;

import org.jspecify.annotations.NullMarked;
