package io.raftelection.testing.spi;

import io.raftelection.ServerId;
import io.raftelection.spi.LeadershipSink;
import java.nio.file.Path;
import java.util.List;

/**
 * The start arguments of a server.
 *
 * @param id its name
 * @param voters the voters of the cluster, in the order in which they joined. The server is one of them, unless it is a
 *     learner or outside the configuration
 * @param learners the learners of the cluster
 * @param isRestart whether the server ran before and keeps what it stored
 * @param directory a directory of its own, which exists, survives a crash, and is removed with the server
 * @param sink receives the reports of its adapter
 * @param counter counts what its state machine does
 */
public record ServerConfig(
        ServerId id,
        List<ServerId> voters,
        List<ServerId> learners,
        boolean isRestart,
        Path directory,
        LeadershipSink sink,
        CommandCounter counter) {

    /** {@return whether the server is in the configuration, as a voter or as a learner} */
    public boolean isMember() {
        return voters.contains(id) || learners.contains(id);
    }
}
