package io.raftelection.ratis;

import io.raftelection.ServerId;
import io.raftelection.spi.LeadershipSink;
import io.raftelection.testing.TestCluster;
import io.raftelection.testing.TestEngine;
import java.util.List;
import java.util.function.Function;

/**
 * Apache Ratis, as a test names it: its clusters are {@link RatisCluster}s in memory with all other settings as they
 * are by default, whose state machines take every command, keep nothing and take no snapshots. Safe for use by many
 * threads.
 */
public final class RatisEngine implements TestEngine {

    /** Creates it. */
    public RatisEngine() {}

    @Override
    public TestCluster cluster(List<ServerId> servers, Function<ServerId, LeadershipSink> sinks) {
        return RatisCluster.builder(servers, sinks).transport(Transport.MEMORY).build();
    }
}
