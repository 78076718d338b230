/**
 * A registry that holds what it is given in memory: for tests, and behind the embedded server. Knows nothing of HTTP
 * or of files, and forgets everything with the process.
 */
@NullMarked
package dev.inkan.registry.memory;

import org.jspecify.annotations.NullMarked;
