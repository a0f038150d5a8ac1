package io.raftelection.ratis.testing;

import io.raftelection.ServerId;
import io.raftelection.testing.TestEngine;
import io.raftelection.testing.spi.EngineRuntime;
import io.raftelection.testing.spi.MessageFilter;
import java.util.List;

/**
 * Apache Ratis for test clusters. Its servers are real. Unless the {@linkplain #builder() builder} says otherwise, they
 * talk to each other by direct calls and need no ports, and their files are in memory where the machine offers that
 * ({@link Transport#MEMORY}). It offers every operation except the pause of a server. {@code cluster.unwrap(server,
 * RaftServer.Division.class)} is Ratis's own handle, and {@code cluster.unwrap(server, RaftServer.class)} is the server
 * that has it.
 *
 * <p>All servers start at the same time. On gRPC, a port may be taken by another program between its choice and its
 * use: a start, also that of a server that is added, then tries other ports, five times in all. A restarted server
 * listens on its former port, since the other servers know no other port. If another program has taken that port, the
 * restart waits for three seconds and then throws a {@link java.net.BindException} that names the port. The restart can
 * be repeated.
 *
 * <p>If a server was killed before it had written any entry, its restart waits until its leader has sent an entry,
 * unless there is no leader and none can be elected. Before that, Ratis does not count the server's votes.
 *
 * <p>Snapshots need a state machine that supports them. Ratis takes no snapshot if nothing was applied since the last
 * one.
 *
 * <p>Immutable, and safe for use by many threads.
 */
public final class RatisEngine implements TestEngine {
    private final RatisEngineBuilder settings;

    /** Creates the engine with the defaults of {@link #builder()}. */
    public RatisEngine() {
        this(builder());
    }

    RatisEngine(RatisEngineBuilder settings) {
        this.settings = settings;
    }

    /** {@return a builder with the default settings} */
    public static RatisEngineBuilder builder() {
        return new RatisEngineBuilder();
    }

    @Override
    public EngineRuntime open(List<ServerId> servers, MessageFilter filter) {
        return new RatisRuntime(settings, servers, filter);
    }
}
