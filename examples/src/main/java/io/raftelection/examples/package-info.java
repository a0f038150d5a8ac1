/** The README's snippets, as regions of compiled files. */
@NullMarked
package io.raftelection.examples;

import org.jspecify.annotations.NullMarked;
