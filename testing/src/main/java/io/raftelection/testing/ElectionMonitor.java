package io.raftelection.testing;

import io.raftelection.ServerId;
import io.raftelection.spi.ForwardingSink;
import io.raftelection.spi.LeadershipSink;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Receives every acquisition before the tracker does, on the engine's thread, and notes those that the test did not
 * allow.
 */
final class ElectionMonitor {
    private final Queue<String> uncontrolled = new ConcurrentLinkedQueue<>();
    private final Set<ServerId> abandoned = ConcurrentHashMap.newKeySet();
    private volatile Optional<ServerId> allowed = Optional.empty();

    void allow(ServerId server) {
        allowed = Optional.of(server);
    }

    /** Notes that no caller waits for the server any longer; votes that are on their way may still elect it. */
    void abandon(ServerId server) {
        abandoned.add(server);
    }

    boolean isAbandoned(ServerId server) {
        return abandoned.contains(server);
    }

    /** Notes that an election has ended, and with it all earlier ones. */
    void settle() {
        abandoned.clear();
    }

    void allowNobody() {
        allowed = Optional.empty();
    }

    /** Throws once after an election that the test did not allow. */
    void check() {
        var first = uncontrolled.poll();
        if (first != null) {
            uncontrolled.clear();
            throw new UncontrolledElectionException(first);
        }
    }

    private void acquired(ServerId server, String term) {
        var now = allowed;
        if (!now.equals(Optional.of(server)) && !isAbandoned(server)) {
            uncontrolled.add("server " + server + ": was elected" + term + ", allowed was "
                    + now.map(ServerId::value).orElse("nobody"));
        }
    }

    LeadershipSink before(ServerId server, LeadershipSink sink) {
        return before(server, sink, new AtomicLong(-1));
    }

    /**
     * All attachments of a server share the term that it acquired last. A repeated report of that term is not an
     * election.
     */
    private LeadershipSink before(ServerId server, LeadershipSink sink, AtomicLong last) {
        return new ForwardingSink() {
            @Override
            public LeadershipSink sink() {
                return sink;
            }

            @Override
            public void acquired() {
                ElectionMonitor.this.acquired(server, "");
                sink.acquired();
            }

            @Override
            public void acquired(long term) {
                if (last.getAndSet(term) != term) {
                    ElectionMonitor.this.acquired(server, " in term " + term);
                }
                sink.acquired(term);
            }

            @Override
            public void acquiredWithToken(long token) {
                ElectionMonitor.this.acquired(server, "");
                sink.acquiredWithToken(token);
            }

            @Override
            public LeadershipSink newAttachment() {
                return before(server, sink.newAttachment(), last);
            }
        };
    }
}
