package io.raftelection.internal;

import java.time.Duration;

/**
 * How the tracker knows the time of a change.
 *
 * @param uncertainty by how much the change may have happened earlier; zero if the engine reported it
 * @param already whether the first answer of a server said that it leads, so that the change may have happened at any
 *     earlier time; the uncertainty is then for how long the server says that it has led, zero if it does not say
 */
record Observation(Duration uncertainty, boolean already) {
    /** The engine reported the change. */
    static final Observation NONE = new Observation(Duration.ZERO, false);

    /** Returns the observation of a change that happened since an earlier answer. */
    static Observation within(Duration uncertainty) {
        return new Observation(uncertainty, false);
    }

    boolean isNone() {
        return uncertainty.isZero() && !already;
    }
}
