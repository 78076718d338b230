/**
 * Public keys, the algorithms that each may be used with, and whether a signature holds. Knows no private key.
 */
@NullMarked
package dev.inkan.envelope.key;

import org.jspecify.annotations.NullMarked;
