package io.raftelection.jraft.testing;

import io.raftelection.ServerId;
import io.raftelection.spi.LeadershipSink;
import io.raftelection.testing.TestCluster;
import io.raftelection.testing.TestEngine;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/**
 * SOFAJRaft, as a test names it: its clusters are {@link JRaftCluster}s whose state machines take every command and
 * keep nothing. Their election time-out is a second: where nobody is elected but whom a test names, a leadership that
 * is lost because the machine is busy does not come back. Safe for use by many threads.
 */
public final class JRaftEngine implements TestEngine {

    private static final Duration ELECTION_TIMEOUT = Duration.ofSeconds(1);

    /** Creates it. */
    public JRaftEngine() {}

    @Override
    public TestCluster cluster(List<ServerId> servers, Function<ServerId, LeadershipSink> sinks) {
        return JRaftCluster.builder(servers, sinks)
                .electionTimeout(ELECTION_TIMEOUT)
                .build();
    }
}
