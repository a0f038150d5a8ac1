package io.raftelection.microraft;

import io.microraft.RaftEndpoint;
import io.raftelection.ServerId;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Names MicroRaft's endpoints with the user's function, which may throw or return null: then there is no name. */
record EndpointNames(Function<? super RaftEndpoint, ServerId> function) {

    /** {@return the name of a server; empty if the function has none} */
    @SuppressWarnings("NullAway") // a user's function may return null
    Optional<ServerId> of(RaftEndpoint endpoint) {
        try {
            return Optional.ofNullable(function.apply(endpoint));
        } catch (RuntimeException | Error e) {
            return Optional.empty(); // the engine, whose thread this is, must not notice
        }
    }

    /** {@return the names of servers; empty if one of them has none} */
    Optional<Set<ServerId>> of(Collection<RaftEndpoint> endpoints) {
        var names = new HashSet<ServerId>();
        for (var endpoint : endpoints) {
            var name = of(endpoint);
            if (name.isEmpty()) {
                return Optional.empty();
            }
            names.add(name.get());
        }
        return Optional.of(names);
    }
}
