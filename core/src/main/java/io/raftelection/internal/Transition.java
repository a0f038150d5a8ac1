package io.raftelection.internal;

import java.util.List;

/** The answer of a {@link ServerState} to an event: the next state, and what follows from it. */
record Transition(ServerState next, List<Effect> effects) {

    static Transition to(ServerState next, Effect... effects) {
        return new Transition(next, List.of(effects));
    }
}
