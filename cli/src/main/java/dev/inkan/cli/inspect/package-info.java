/**
 * What there is of an image and what hangs on it, gathered without deciding anything, and shown. Knows formats and
 * places; knows no key, no policy and no flag.
 */
@NullMarked
package dev.inkan.cli.inspect;

import org.jspecify.annotations.NullMarked;
