/**
 * Registries that misbehave, for tests of programs that talk to them: faults by their names, a plan of them that stands
 * before the embedded registry, and what well-known registries do otherwise than the specification says.
 */
@NullMarked
package dev.inkan.registry.fault;

import org.jspecify.annotations.NullMarked;
