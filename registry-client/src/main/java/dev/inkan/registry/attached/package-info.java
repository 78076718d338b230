/**
 * What hangs on a digest: the one place where it is listed, opened and added to, for signing, verifying, copying and
 * repairing alike. Knows nothing of what the attached content means, and filters none of it.
 */
@NullMarked
package dev.inkan.registry.attached;

import org.jspecify.annotations.NullMarked;
