/**
 * One class a command: reads its flags, puts the parts together, does the work, says what came of it. Commands know
 * nothing of each other.
 */
@NullMarked
package dev.inkan.cli.command;

import org.jspecify.annotations.NullMarked;
