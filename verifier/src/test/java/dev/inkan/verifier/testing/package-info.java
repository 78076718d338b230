/** Signatures made for tests, with the JDK's cryptography and not ours. Also for the modules above. */
@NullMarked
package dev.inkan.verifier.testing;

import org.jspecify.annotations.NullMarked;
