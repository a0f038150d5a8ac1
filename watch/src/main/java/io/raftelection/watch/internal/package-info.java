/** What the systems share. Not exported. */
package io.raftelection.watch.internal;
