/**
 * What Sigstore's services vouch for, checked by ourselves: a certificate, a certificate log, a transparency log, a
 * timestamp. Pure: no I/O, no clock; what is trusted is an argument.
 */
@NullMarked
package dev.inkan.verifier.sigstore;

import org.jspecify.annotations.NullMarked;
