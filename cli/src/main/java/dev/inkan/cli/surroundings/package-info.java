/**
 * What a run gets from outside and tells it: variables, folder, clock, streams, how it ended. Knows no command and no
 * flag.
 */
@NullMarked
package dev.inkan.cli.surroundings;

import org.jspecify.annotations.NullMarked;
