package io.raftelection.curator;

import io.raftelection.ServerId;
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
        return id.isEmpty() ? Optional.empty() : Optional.of(own(id));
    }

    /** {@return the id as a name, with question marks for what the name of a server may not contain} */
    private static ServerId own(String text) {
        try {
            return ServerId.of(text);
        } catch (IllegalArgumentException e) {
            var visible = text.replaceAll("[^!-~]", "?");
            return ServerId.of(visible.substring(0, Math.min(visible.length(), ServerId.MAX_LENGTH)));
        }
    }
}
