/** The implementation of the tracker. Not exported. */
package io.raftelection.internal;
