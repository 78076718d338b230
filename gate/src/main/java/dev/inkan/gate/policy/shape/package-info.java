/**
 * Declared shapes of a document: what may stand where, once, for reading it and for describing it. Pure; knows nothing
 * of policies.
 */
@NullMarked
package dev.inkan.gate.policy.shape;

import org.jspecify.annotations.NullMarked;
