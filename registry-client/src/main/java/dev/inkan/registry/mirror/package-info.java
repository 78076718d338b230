/**
 * Mirrors as podman's {@code registries.conf} and containerd's {@code hosts.toml} name them. Needs
 * {@code org.tomlj:tomlj}, which nothing else does: it is an optional dependency of this module.
 */
@NullMarked
package dev.inkan.registry.mirror;

import org.jspecify.annotations.NullMarked;
