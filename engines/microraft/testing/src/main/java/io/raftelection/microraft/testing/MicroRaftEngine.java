package io.raftelection.microraft.testing;

import io.raftelection.ServerId;
import io.raftelection.spi.LeadershipSink;
import io.raftelection.testing.TestCluster;
import io.raftelection.testing.TestEngine;
import java.util.List;
import java.util.function.Function;

/** MicroRaft in memory, as {@link MicroRaftCluster} has it, with state machines that do nothing. */
public final class MicroRaftEngine implements TestEngine {

    /** Creates it; it keeps nothing. */
    public MicroRaftEngine() {}

    @Override
    public TestCluster cluster(List<ServerId> servers, Function<ServerId, LeadershipSink> sinks) {
        return MicroRaftCluster.builder(servers, sinks).build();
    }
}
