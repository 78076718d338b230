/**
 * How the command line reaches registries: flags, credentials, names, and what their failures mean. Knows no key, no
 * policy and no command.
 */
@NullMarked
package dev.inkan.cli.registry;

import org.jspecify.annotations.NullMarked;
