/**
 * Registries over HTTP: which address, how often asked, what is followed, what is believed. Knows of credentials only
 * that {@code registry.auth} turns a challenge into a header; knows nothing of what the content means.
 */
@NullMarked
package dev.inkan.registry.http;

import org.jspecify.annotations.NullMarked;
