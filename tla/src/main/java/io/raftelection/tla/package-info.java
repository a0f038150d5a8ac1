/** Election safety and the tracker's promises as TLA+ modules, and the check of a history against them. */
@org.jspecify.annotations.NullMarked
package io.raftelection.tla;
