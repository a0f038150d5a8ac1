package io.raftelection.curator;

import io.raftelection.ServerId;
import io.raftelection.spi.ServerNames;
import java.util.Optional;
import java.util.function.Function;

/**
 * Names participants by their ids with the user's function. It never throws: if the function throws or returns null,
 * the name is the id.
 */
record ParticipantNames(Function<? super String, ServerId> users) {
    /** Each participant is named by its id. */
    static final ParticipantNames IDS = new ParticipantNames(ServerId::of);

    /** {@return the name of the participant with an id; empty if it has no id and the function returns no name} */
    @SuppressWarnings("NullAway") // a user's function may return null
    Optional<ServerId> of(String id) {
        try {
            var name = users.apply(id);
            if (name != null) {
                return Optional.of(name);
            }
        } catch (Throwable e) {
            // It must not reach the client, whose thread this is. The id is a name that users can find.
        }
        return id.isEmpty() ? Optional.empty() : Optional.of(ServerNames.visible(id));
    }
}
