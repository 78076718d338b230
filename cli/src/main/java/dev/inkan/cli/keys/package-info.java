/**
 * Where keys and passwords come from: files, variables, a person, standard input. Knows no command and no key's form.
 */
@NullMarked
package dev.inkan.cli.keys;

import org.jspecify.annotations.NullMarked;
