/**
 * Looks in every place where signatures of a digest may be, and says which hold and by whom. Knows no private key
 * and not what is enough.
 */
@NullMarked
package dev.inkan.verifier;

import org.jspecify.annotations.NullMarked;
