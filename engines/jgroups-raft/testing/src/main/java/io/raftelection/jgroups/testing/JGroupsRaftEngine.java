package io.raftelection.jgroups.testing;

import io.raftelection.ServerId;
import io.raftelection.testing.TestEngine;
import io.raftelection.testing.spi.EngineRuntime;
import io.raftelection.testing.spi.MessageFilter;
import java.util.List;

/**
 * jgroups-raft for test clusters. Its servers are real; they talk to each other in memory, and their logs are in memory
 * and survive a kill. It offers every operation except the pause of a server.
 *
 * <p>The engine has no transfer of leadership: the server that has been in the view longest wins, unless another has a
 * better log. Here the test chooses among the servers with equally good logs. In everything else the election is the
 * engine's own.
 *
 * <p>No timeout detects failures. When a link is cut or a server is killed, each server suspects the servers that it is
 * no longer connected with at once.
 *
 * <p>{@code cluster.unwrap(server, JChannel.class)} is the server's channel.
 *
 * <p>Immutable, and safe for use by many threads.
 */
public final class JGroupsRaftEngine implements TestEngine {
    private final JGroupsRaftEngineBuilder settings;

    /** Creates the engine with the defaults of {@link #builder()}. */
    public JGroupsRaftEngine() {
        this(builder());
    }

    JGroupsRaftEngine(JGroupsRaftEngineBuilder settings) {
        this.settings = settings;
    }

    /** {@return a builder with the default settings} */
    public static JGroupsRaftEngineBuilder builder() {
        return new JGroupsRaftEngineBuilder();
    }

    @Override
    public EngineRuntime open(List<ServerId> servers, MessageFilter filter) {
        return new JGroupsRaftRuntime(settings, servers, filter);
    }
}
