package io.raftelection.ratis.testing;

import io.raftelection.ServerId;
import io.raftelection.spi.LeadershipSink;
import io.raftelection.testing.TestCluster;
import io.raftelection.testing.TestEngine;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/**
 * Apache Ratis, as a test names it: its clusters are {@link RatisCluster}s in memory, whose state machines count the
 * commands. Safe for use by many threads.
 *
 * <p>The longest election time-out is 2 s: a test need not wait for it to elect a server, but a leader whose machine is
 * busy steps down when it hears nobody for so long.
 */
public final class RatisEngine implements TestEngine {

    private static final Duration SHORTEST = Duration.ofMillis(300);
    private static final Duration LONGEST = Duration.ofSeconds(2);

    /** Creates it. */
    public RatisEngine() {}

    @Override
    public TestCluster cluster(List<ServerId> servers, Function<ServerId, LeadershipSink> sinks) {
        return RatisCluster.builder(servers, sinks)
                .transport(Transport.MEMORY)
                .electionTimeout(SHORTEST, LONGEST)
                .build();
    }
}
