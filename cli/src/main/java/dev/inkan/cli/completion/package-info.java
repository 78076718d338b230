/**
 * Scripts that let shells complete what is typed, made from what commands say of themselves. Knows no command and runs
 * none.
 */
@NullMarked
package dev.inkan.cli.completion;

import org.jspecify.annotations.NullMarked;
