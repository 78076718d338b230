/**
 * Bytes, digests, descriptors, manifests and strict JSON: content-addressed values, proven before they are
 * parsed. Knows no names, no transport and no signatures.
 */
@NullMarked
package dev.inkan.registry.content;

import org.jspecify.annotations.NullMarked;
