package io.raftelection.jraft;

import io.raftelection.ServerId;
import io.raftelection.spi.LeadershipSink;
import io.raftelection.testing.TestCluster;
import io.raftelection.testing.TestEngine;
import java.util.List;
import java.util.function.Function;

/**
 * SOFAJRaft, as a test names it: its clusters are {@link JRaftCluster}s with all settings as they are by default, whose
 * state machines take every command and keep nothing. Safe for use by many threads.
 */
public final class JRaftEngine implements TestEngine {

    /** Creates it. */
    public JRaftEngine() {}

    @Override
    public TestCluster cluster(List<ServerId> servers, Function<ServerId, LeadershipSink> sinks) {
        return JRaftCluster.builder(servers, sinks).build();
    }
}
