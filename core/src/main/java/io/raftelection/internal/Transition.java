package io.raftelection.internal;

import java.util.List;

/** What a {@link ServerState} returns for an event: the next state, and the effects of the change. */
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
