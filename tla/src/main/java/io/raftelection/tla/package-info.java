/** Specifies Election Safety and the tracker's guarantees in TLA+, and checks histories against these modules. */
@org.jspecify.annotations.NullMarked
package io.raftelection.tla;
