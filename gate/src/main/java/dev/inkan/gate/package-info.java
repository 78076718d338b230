/**
 * Gathers the facts about an image and has them decided. Knows no format and no cryptography.
 */
@NullMarked
package dev.inkan.gate;

import org.jspecify.annotations.NullMarked;
