/**
 * Any {@link dev.inkan.registry.RegistryReader} and {@link dev.inkan.registry.RegistryWriter} served by the OCI
 * distribution protocol v1.1 over the JDK's HTTP server. Knows how requests and answers look, not where content is
 * kept, nor who may have it: filters that are passed in decide on access.
 */
@NullMarked
package dev.inkan.registry.server;

import org.jspecify.annotations.NullMarked;
