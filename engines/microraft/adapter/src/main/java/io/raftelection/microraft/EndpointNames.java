package io.raftelection.microraft;

import io.microraft.RaftEndpoint;
import io.raftelection.ServerId;
import java.util.Collection;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Names MicroRaft's endpoints with the user's function. It never throws: if the function throws or returns null, the
 * name is the text of the endpoint's id.
 */
record EndpointNames(Function<? super RaftEndpoint, ServerId> users) {
    /** Each endpoint is named by its id. */
    static final EndpointNames IDS = new EndpointNames(EndpointNames::own);

    @SuppressWarnings("NullAway") // a user's function may return null
    ServerId of(RaftEndpoint endpoint) {
        try {
            var name = users.apply(endpoint);
            if (name != null) {
                return name;
            }
        } catch (Throwable e) {
            // It must not reach the engine, whose thread this is. The id is a name that users can find.
        }
        return own(endpoint);
    }

    Set<ServerId> of(Collection<RaftEndpoint> endpoints) {
        return endpoints.stream().map(this::of).collect(Collectors.toUnmodifiableSet());
    }

    private static ServerId own(RaftEndpoint endpoint) {
        return own(endpoint.getId().toString());
    }

    /** {@return the engine's name, with question marks for what the name of a server may not contain} */
    private static ServerId own(String text) {
        try {
            return ServerId.of(text);
        } catch (IllegalArgumentException e) {
            var visible = text.replaceAll("[^!-~]", "?");
            return ServerId.of(
                    visible.isEmpty() ? "?" : visible.substring(0, Math.min(visible.length(), ServerId.MAX_LENGTH)));
        }
    }
}
