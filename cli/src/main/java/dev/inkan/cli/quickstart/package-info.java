/**
 * The five-minute walk's own parts: an image to sign, and what an attacker does to it. Knows no key and no verdict.
 */
@NullMarked
package dev.inkan.cli.quickstart;

import org.jspecify.annotations.NullMarked;
