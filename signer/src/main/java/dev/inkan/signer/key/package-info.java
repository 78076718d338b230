/**
 * Private signing keys: made, read, encrypted, used. The only place where one may be named.
 */
@NullMarked
package dev.inkan.signer.key;

import org.jspecify.annotations.NullMarked;
