package io.raftelection.jgroups.testing;

import io.raftelection.ServerId;
import io.raftelection.spi.LeadershipSink;
import io.raftelection.testing.TestEngine;
import java.util.List;
import java.util.function.Function;

/** jgroups-raft, in memory, with state machines that do nothing. */
public final class JGroupsRaftEngine implements TestEngine {

    /** Creates it; it has no state. */
    public JGroupsRaftEngine() {}

    @Override
    public JGroupsRaftCluster cluster(List<ServerId> servers, Function<ServerId, LeadershipSink> sinks) {
        return JGroupsRaftCluster.builder(servers, sinks).build();
    }
}
