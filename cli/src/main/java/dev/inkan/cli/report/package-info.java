/**
 * What a decision looks like to a person and to a program. Knows no flag and decides nothing.
 */
@NullMarked
package dev.inkan.cli.report;

import org.jspecify.annotations.NullMarked;
