package io.raftelection.internal;

import java.util.List;

/** The answer of a {@link ServerState} to an event: the next state, and what follows from it. */
record Transition(ServerState next, List<Effect> effects) {

    static Transition to(ServerState next) {
        return new Transition(next, List.of());
    }

    static Transition to(ServerState next, Effect effect) {
        return new Transition(next, List.of(effect));
    }

    static Transition to(ServerState next, Effect first, Effect second) {
        return new Transition(next, List.of(first, second));
    }
}
