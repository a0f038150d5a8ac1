package io.raftelection.curator.testing;

import io.raftelection.ServerId;
import io.raftelection.spi.LeadershipSink;
import io.raftelection.testing.TestEngine;
import java.util.List;
import java.util.function.Function;

/** Apache Curator's leader latch, with one ZooKeeper on loopback, and no listeners of the user's. */
public final class CuratorEngine implements TestEngine {

    /** Creates it; it has no state. */
    public CuratorEngine() {}

    @Override
    public CuratorCluster cluster(List<ServerId> servers, Function<ServerId, LeadershipSink> sinks) {
        return CuratorCluster.builder(servers, sinks).build();
    }
}
