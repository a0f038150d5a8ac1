package io.raftelection.watch.recording;

import io.raftelection.ServerId;
import io.raftelection.TrackerClosedException;
import io.raftelection.spi.LeadershipSink;
import io.raftelection.watch.WatchTarget;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The servers that the recordings name. Used by one thread. */
final class Servers {
    private static final int MAX_SERVERS = 1_000;

    private final WatchTarget target;
    private final Map<ServerId, LeadershipSink> sinks = new HashMap<>();

    /** The file that reports a server now. */
    private final Map<ServerId, String> owners = new HashMap<>();

    private String cluster = "";
    private String clusterFile = "";

    Servers(WatchTarget target) {
        this.target = target;
    }

    /** {@return why a run does not belong to the cluster of the others; empty if it does} */
    Optional<String> otherCluster(String name, String file) {
        if (clusterFile.isEmpty()) {
            cluster = name;
            clusterFile = file;
        }
        return name.equals(cluster)
                ? Optional.empty()
                : Optional.of("is of cluster \"" + name + "\" and " + clusterFile + " is of cluster \"" + cluster
                        + "\", expected recordings of one cluster");
    }

    /** {@return the sink for a run of a file, which replaces earlier ones; empty if the server cannot be tracked} */
    Optional<LeadershipSink> attach(ServerId server, String file) {
        var sink = sink(server, file);
        sink.ifPresent(present -> owners.put(server, file));
        return sink.map(LeadershipSink::newAttachment);
    }

    /** {@return the sink of a server, which replaces no other; empty if the server cannot be tracked} */
    Optional<LeadershipSink> sink(ServerId server, String file) {
        var sink = sinks.get(server);
        if (sink == null) {
            if (sinks.size() >= MAX_SERVERS) {
                target.problem(file, "names more than " + MAX_SERVERS + " servers");
                return Optional.empty();
            }
            try {
                sink = target.group(WatchTarget.ONLY_GROUP).track(server);
            } catch (TrackerClosedException e) {
                throw e;
            } catch (IllegalArgumentException e) {
                target.problem(file, String.valueOf(e.getMessage()));
                return Optional.empty();
            }
            sinks.put(server, sink);
        }
        return Optional.of(sink);
    }

    /** {@return the sinks of the servers that a file reports now} */
    List<LeadershipSink> owned(String file) {
        return owners.entrySet().stream()
                .filter(owner -> owner.getValue().equals(file))
                .map(owner -> sinks.get(owner.getKey()))
                .filter(Objects::nonNull)
                .toList();
    }

    /** Reports that two processes record the same server, whose reports then contradict each other. */
    void check(ServerId server, String file) {
        var owner = owners.get(server);
        if (owner != null && !owner.equals(file)) {
            target.problem("server " + server, "is written to " + file + " and to " + owner + ", expected one of them");
        }
    }
}
