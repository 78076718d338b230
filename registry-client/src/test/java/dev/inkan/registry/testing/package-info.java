/**
 * What tests of every module share: small real images, and a registry that misbehaves on request, fault by named fault;
 * for what no HTTP server would send, a server of raw bytes.
 */
@NullMarked
package dev.inkan.registry.testing;

import org.jspecify.annotations.NullMarked;
