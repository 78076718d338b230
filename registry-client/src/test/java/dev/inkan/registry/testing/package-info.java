/**
 * What tests of every module share: small real images, and a registry that misbehaves on request, fault by named fault.
 */
@NullMarked
package dev.inkan.registry.testing;

import org.jspecify.annotations.NullMarked;
