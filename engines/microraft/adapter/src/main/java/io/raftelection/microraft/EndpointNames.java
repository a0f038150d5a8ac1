package io.raftelection.microraft;

import io.microraft.RaftEndpoint;
import io.raftelection.ServerId;
import io.raftelection.spi.ServerNames;
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
    static final EndpointNames IDS = new EndpointNames(endpoint -> ServerNames.visible(text(endpoint)));

    ServerId of(RaftEndpoint endpoint) {
        return ServerNames.of(endpoint, users, text(endpoint));
    }

    Set<ServerId> of(Collection<RaftEndpoint> endpoints) {
        return endpoints.stream().map(this::of).collect(Collectors.toUnmodifiableSet());
    }

    private static String text(RaftEndpoint endpoint) {
        return endpoint.getId().toString();
    }
}
