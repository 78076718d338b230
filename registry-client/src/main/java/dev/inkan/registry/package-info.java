/**
 * What any registry can be asked and told: {@link dev.inkan.registry.RegistryReader}, {@link
 * dev.inkan.registry.RegistryWriter}, and how it fails. Knows nothing of HTTP, of files, or of signatures.
 */
@NullMarked
package dev.inkan.registry;

import org.jspecify.annotations.NullMarked;
