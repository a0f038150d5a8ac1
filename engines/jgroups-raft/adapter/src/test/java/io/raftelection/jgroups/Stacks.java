package io.raftelection.jgroups;

import java.util.Map;
import java.util.UUID;
import org.jgroups.JChannel;
import org.jgroups.protocols.SHARED_LOOPBACK;
import org.jgroups.protocols.SHARED_LOOPBACK_PING;
import org.jgroups.protocols.UNICAST3;
import org.jgroups.protocols.pbcast.GMS;
import org.jgroups.protocols.pbcast.NAKACK2;
import org.jgroups.protocols.raft.ELECTION;
import org.jgroups.protocols.raft.InMemoryLog;
import org.jgroups.protocols.raft.RAFT;

/** The parts of servers in memory. */
final class Stacks {
    private Stacks() {}

    /** {@return a channel, which is not connected} */
    static JChannel channel(String name, RAFT raft) {
        try {
            return new JChannel(
                            new SHARED_LOOPBACK(),
                            new SHARED_LOOPBACK_PING(),
                            new NAKACK2(),
                            new UNICAST3(),
                            new GMS().printLocalAddress(false),
                            new ELECTION(),
                            raft)
                    .name(name);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** {@return an empty log, which no other server has} */
    static InMemoryLog log() {
        var log = new InMemoryLog();
        try {
            log.init(UUID.randomUUID().toString(), Map.of());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        return log;
    }
}
