/** The state machine of a tracked server and the shell that runs it. Not exported. */
package io.raftelection.internal;
