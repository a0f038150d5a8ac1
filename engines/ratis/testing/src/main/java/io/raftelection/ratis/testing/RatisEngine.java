package io.raftelection.ratis.testing;

import io.raftelection.ServerId;
import io.raftelection.testing.TestEngine;
import io.raftelection.testing.spi.EngineRuntime;
import io.raftelection.testing.spi.MessageFilter;
import java.util.List;

/**
 * Apache Ratis for test clusters. Its servers are real. Unless the {@linkplain #builder() builder} says otherwise, they
 * talk to each other by direct calls and need no ports, and their files are in memory where the machine offers that
 * ({@link Transport#MEMORY}). It offers everything that a test may ask for, but to pause a server.
 * {@code cluster.unwrap(server, RaftServer.Division.class)} is Ratis's own handle, and {@code cluster.unwrap(server,
 * RaftServer.class)} is the server that has it.
 *
 * <p>All servers start at the same time. On gRPC, a port may be taken by another program between its choice and its
 * use: a start, also that of a server that is added, then tries other ports, five times in all. A server that is
 * restarted listens on the port that it had, since the other servers know no other. If another program has taken that,
 * the restart waits for three seconds and then ends with a {@link java.net.BindException} that names the port; it can
 * be repeated.
 *
 * <p>A restart of a server whose log is empty, since it was killed before it had written anything, waits until its
 * leader has sent something, if there is a leader or can be one: before that, Ratis counts none of the server's votes.
 *
 * <p>A snapshot needs a state machine that takes it. Ratis takes none if nothing was applied since the last one.
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
