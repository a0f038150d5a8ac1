/** The README's snippets, as regions of compiled files. */
package io.raftelection.examples;
