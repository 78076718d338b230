/** Tests of the program as a whole. */
@NullMarked
package dev.inkan.cli;

import org.jspecify.annotations.NullMarked;
