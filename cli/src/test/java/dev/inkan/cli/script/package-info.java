/** Runs the command-line scripts of {@code testdata/scripts}, in this process. */
@NullMarked
package dev.inkan.cli.script;

import org.jspecify.annotations.NullMarked;
