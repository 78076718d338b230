/**
 * What can be typed behind a command: flags declared once, read from the command line or their variable, and shown as
 * help. The only place that knows picocli.
 */
@NullMarked
package dev.inkan.cli.flags;

import org.jspecify.annotations.NullMarked;
