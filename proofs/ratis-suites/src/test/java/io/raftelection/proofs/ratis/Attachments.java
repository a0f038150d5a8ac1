package io.raftelection.proofs.ratis;

import io.raftelection.ServerId;
import io.raftelection.Tracker;
import io.raftelection.ratis.RatisLeadership;
import io.raftelection.spi.DelegatingProxy;
import io.raftelection.spi.LeadershipSink;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.ratis.protocol.RaftGroupMemberId;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.statemachine.StateMachine;

/**
 * The adapters of all servers of this JVM, and a tracker per group. It is static and public because code of Ratis calls
 * it, which {@link AdapterAgent} changes.
 */
public final class Attachments {
    private static final Map<String, Tracker> TRACKERS = new ConcurrentHashMap<>();
    private static final Map<RaftGroupMemberId, LeadershipSink> SINKS = new ConcurrentHashMap<>();
    private static final AtomicInteger SERVERS = new AtomicInteger();
    private static volatile Mode mode = Mode.valueOf(System.getProperty("ratis.suites.mode", "ATTACHED"));

    private Attachments() {}

    static Mode mode() {
        return mode;
    }

    static void set(Mode of) {
        mode = of;
    }

    /**
     * {@return the registry that a new server uses}
     *
     * @param server the server
     * @param users the registry that the test wants it to use
     */
    public static StateMachine.Registry attach(RaftPeerId server, StateMachine.Registry users) {
        if (mode == Mode.ALONE) {
            return users;
        }
        SERVERS.incrementAndGet();
        return RatisLeadership.attach(users, group -> sink(RaftGroupMemberId.valueOf(server, group)));
    }

    /** A server that a test restarts reports to the same sink. */
    private static LeadershipSink sink(RaftGroupMemberId member) {
        return SINKS.computeIfAbsent(member, added -> {
            var group = added.getGroupId().toString();
            var tracker = TRACKERS.computeIfAbsent(
                    group, name -> Tracker.builder(name).historySize(1 << 20).build());
            return mode.between(tracker.track(ServerId.of(added.getPeerId().toString())));
        });
    }

    /**
     * {@return the state machine of the test, which it casts to its own class}
     *
     * @param division the division that the test asks for its state machine
     */
    public static StateMachine users(RaftServer.Division division) {
        var attached = division.getStateMachine();
        return DelegatingProxy.target(attached).isPresent() ? RatisLeadership.unwrap(attached) : attached;
    }

    static Map<String, Tracker> trackers() {
        return new TreeMap<>(TRACKERS);
    }

    /** {@return how many servers were started} */
    static int servers() {
        return SERVERS.get();
    }

    /** Forgets a group whose servers are closed. */
    static void forget(String group) {
        var tracker = TRACKERS.remove(group);
        if (tracker != null) {
            tracker.close();
        }
        SINKS.keySet().removeIf(member -> member.getGroupId().toString().equals(group));
    }
}
