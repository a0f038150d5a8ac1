package io.raftelection.curator;

import io.raftelection.ServerId;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/**
 * Names participants by their ids with the user's function. It never throws: if the function throws or returns null,
 * the name is the id.
 */
record ParticipantNames(Function<? super String, ServerId> users) {
    /** Each participant is named by its id. */
    static final ParticipantNames IDS = new ParticipantNames(ParticipantNames::own);

    /** {@return the name of the participant whose node has this data} */
    @SuppressWarnings("NullAway") // a user's function may return null
    ServerId of(byte[] data) {
        var id = new String(data, StandardCharsets.UTF_8);
        try {
            var name = users.apply(id);
            if (name != null) {
                return name;
            }
        } catch (Throwable e) {
            // It must not reach the client, whose thread this is. The id is a name that users can find.
        }
        return own(id);
    }

    /** {@return the engine's name, with question marks for what the name of a server may not contain} */
    private static ServerId own(String text) {
        try {
            return ServerId.of(text);
        } catch (IllegalArgumentException e) {
            var visible = text.replaceAll("[^!-~]", "?");
            return ServerId.of(visible.isEmpty() ? "?" : visible.substring(0, Math.min(visible.length(), ServerId.MAX_LENGTH)));
        }
    }
}
