package io.raftelection.internal;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link ServerState} returns for an event: the next state, and the effects of the change in their order. Most
 * changes have one effect at most, and then no list is created.
 *
 * @param first the first effect; null if there is none
 * @param more the other effects
 */
record Transition(ServerState next, @Nullable Effect first, List<Effect> more) {

    static Transition to(ServerState next) {
        return new Transition(next, null, List.of());
    }

    static Transition to(ServerState next, Effect effect) {
        return new Transition(next, effect, List.of());
    }

    static Transition to(ServerState next, Effect first, Effect... more) {
        return new Transition(next, first, List.of(more));
    }

    List<Effect> effects() {
        return Stream.concat(Stream.ofNullable(first), more.stream()).toList();
    }
}
