/**
 * Who we are to a registry: credentials from the files and helper programs of docker and podman, challenges, token
 * services, and which of them may see a credential. Knows nothing of images, and reads no environment by itself.
 */
@NullMarked
package dev.inkan.registry.auth;

import org.jspecify.annotations.NullMarked;
