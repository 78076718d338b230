/**
 * OCI image layouts on disk (image-spec image-layout.md) as registries: read whoever wrote them, written so that two
 * processes, or a crash, lose nothing. Knows nothing of HTTP, and of signatures only by which annotation cosign finds
 * its own.
 */
@NullMarked
package dev.inkan.registry.layout;

import org.jspecify.annotations.NullMarked;
