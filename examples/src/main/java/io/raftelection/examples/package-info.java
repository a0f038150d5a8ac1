/** The programs that the documents show, compiled and tested. */
@NullMarked
package io.raftelection.examples;

import org.jspecify.annotations.NullMarked;
