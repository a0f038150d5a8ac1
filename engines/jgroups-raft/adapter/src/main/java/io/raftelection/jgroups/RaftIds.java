package io.raftelection.jgroups;

import io.raftelection.ServerId;
import io.raftelection.spi.ServerNames;
import java.util.Collection;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jgroups.Address;
import org.jgroups.raft.util.Utils;

/**
 * Names servers by their raft ids with the user's function. It never throws: if the function throws or returns null,
 * the name is the raft id.
 */
record RaftIds(Function<? super String, ServerId> users) {
    /** Each server is named by its raft id. */
    static final RaftIds RAFT_IDS = new RaftIds(ServerNames::visible);

    /** {@return the name of the server with an address; an address without a raft id is named by its text} */
    ServerId of(Address address) {
        String raftId;
        try {
            raftId = Utils.extractRaftId(address);
        } catch (RuntimeException e) {
            return ServerNames.visible(address.toString());
        }
        return of(raftId);
    }

    ServerId of(String raftId) {
        return ServerNames.of(raftId, users, raftId);
    }

    Set<ServerId> of(Collection<String> raftIds) {
        return raftIds.stream().map(this::of).collect(Collectors.toUnmodifiableSet());
    }
}
