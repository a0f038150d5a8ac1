package io.raftelection.curator;

import io.raftelection.ServerId;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;

/** Names participants by their ids with the user's function, which may throw or return null: then there is no name. */
record ParticipantNames(Function<? super String, ServerId> function) {

    /** {@return the name of a participant; empty if it has none} */
    @SuppressWarnings("NullAway") // a user's function may return null
    Optional<ServerId> of(byte[] data) {
        try {
            return Optional.ofNullable(function.apply(new String(data, StandardCharsets.UTF_8)));
        } catch (RuntimeException | Error e) {
            return Optional.empty(); // the client, whose thread this is, must not notice
        }
    }
}
