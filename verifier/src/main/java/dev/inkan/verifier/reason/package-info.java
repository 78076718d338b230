/** Why something proves nothing. */
@NullMarked
package dev.inkan.verifier.reason;

import org.jspecify.annotations.NullMarked;
