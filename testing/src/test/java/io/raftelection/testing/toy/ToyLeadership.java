package io.raftelection.testing.toy;

import io.raftelection.spi.LeadershipSink;
import java.util.Objects;

/** Attaches a tracker to a server of the toy engine. This is all that a user of the adapter sees. */
final class ToyLeadership {
    private ToyLeadership() {}

    // region attach
    /** {@return a listener that reports to the sink and then calls the user's} */
    static ToyListener attach(ToyListener users, LeadershipSink sink) {
        Objects.requireNonNull(users, "listener: is null");
        return new ToyLeadershipListener(users, Objects.requireNonNull(sink, "sink: is null"));
    }

    /** {@return the user's own listener} */
    static ToyListener unwrap(ToyListener attached) {
        Objects.requireNonNull(attached, "listener: is null");
        if (attached instanceof ToyLeadershipListener listener) {
            return listener.users();
        }
        throw new IllegalArgumentException(
                "listener of " + attached.getClass().getName() + ": was never attached, expected what attach returned");
    }
    // endregion
}
