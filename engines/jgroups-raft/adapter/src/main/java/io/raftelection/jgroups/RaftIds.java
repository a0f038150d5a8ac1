package io.raftelection.jgroups;

import io.raftelection.ServerId;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jgroups.Address;
import org.jgroups.raft.util.Utils;

/** Names servers by their raft ids with the user's function, which may throw or return null: then there is no name. */
record RaftIds(Function<? super String, ServerId> function) {

    /** {@return the name of the server with an address; empty if it has none} */
    Optional<ServerId> of(Address address) {
        String raftId;
        try {
            raftId = Utils.extractRaftId(address);
        } catch (RuntimeException e) {
            return Optional.empty(); // the address has no raft id
        }
        return of(raftId);
    }

    @SuppressWarnings("NullAway") // a user's function may return null
    private Optional<ServerId> of(String raftId) {
        try {
            return Optional.ofNullable(function.apply(raftId));
        } catch (RuntimeException | Error e) {
            return Optional.empty(); // the engine, whose thread this is, must not notice
        }
    }

    /** {@return the names of servers; empty if one of them has none} */
    Optional<Set<ServerId>> of(Collection<String> raftIds) {
        var names = new HashSet<ServerId>();
        for (var raftId : raftIds) {
            var name = of(raftId);
            if (name.isEmpty()) {
                return Optional.empty();
            }
            names.add(name.get());
        }
        return Optional.of(names);
    }
}
