/**
 * The part of YAML 1.2 that a policy may use, as a tree in which every value knows its place. Pure; knows nothing of
 * policies.
 */
@NullMarked
package dev.inkan.gate.policy.yaml;

import org.jspecify.annotations.NullMarked;
