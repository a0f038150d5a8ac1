package io.raftelection.jgroups;

import io.raftelection.ServerId;
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
    static final RaftIds RAFT_IDS = new RaftIds(RaftIds::own);

    /** {@return the name of the server with an address; an address without a raft id is named by its text} */
    ServerId of(Address address) {
        String raftId;
        try {
            raftId = Utils.extractRaftId(address);
        } catch (RuntimeException e) {
            return own(address.toString());
        }
        return of(raftId);
    }

    @SuppressWarnings("NullAway") // a user's function may return null
    ServerId of(String raftId) {
        try {
            var name = users.apply(raftId);
            if (name != null) {
                return name;
            }
        } catch (Throwable e) {
            // It must not reach the engine, whose thread this is. The raft id is a name that users can find.
        }
        return own(raftId);
    }

    Set<ServerId> of(Collection<String> raftIds) {
        return raftIds.stream().map(this::of).collect(Collectors.toUnmodifiableSet());
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
