/**
 * The command line: one class a command. Flags, files, the clock and exit codes live here and nowhere else; here the
 * parts are put together.
 */
@NullMarked
package dev.inkan.cli;

import org.jspecify.annotations.NullMarked;
