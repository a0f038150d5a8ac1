/** The elections of applications, as a store says it. Not exported. */
package io.raftelection.watch.elections;
