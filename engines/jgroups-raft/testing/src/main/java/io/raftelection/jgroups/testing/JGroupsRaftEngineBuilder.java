package io.raftelection.jgroups.testing;

import io.raftelection.ServerId;
import io.raftelection.testing.spi.EngineSettings;
import java.time.Duration;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.jgroups.JChannel;

/** The settings of a {@link JGroupsRaftEngine}. Not safe for use by many threads. */
public final class JGroupsRaftEngineBuilder {
    private static final Duration MIN_TIMEOUT = Duration.ofMillis(50);
    private static final Duration MAX_TIMEOUT = Duration.ofMinutes(1);

    Duration electionTimeout = Duration.ofSeconds(1);
    BiConsumer<ServerId, JChannel> configuration = (server, channel) -> {};

    JGroupsRaftEngineBuilder() {}

    private JGroupsRaftEngineBuilder(JGroupsRaftEngineBuilder other) {
        electionTimeout = other.electionTimeout;
        configuration = other.configuration;
    }

    /**
     * Sets the election time-out of the servers: a vote in which no server wins is repeated after that long. The engine
     * calls it the vote time-out. No other time is part of an election, because the servers notice at once that a
     * leader is gone. Default: one second.
     *
     * @param timeout 50 ms to a minute
     * @return this
     * @throws IllegalArgumentException if it is out of range
     */
    public JGroupsRaftEngineBuilder electionTimeout(Duration timeout) {
        electionTimeout = EngineSettings.electionTimeout(timeout, MIN_TIMEOUT, MAX_TIMEOUT);
        return this;
    }

    /**
     * Sets what is done with the channel of each server before it connects, for example to set the user's state
     * machine, to add listeners, or to change its protocols. Afterwards the cluster sets the log, the name and the
     * voters. The protocols of its stack that the cluster needs must stay in it. Default: nothing.
     *
     * @param configuration receives a server and its channel at each of its starts; if it throws, the server does not
     *     start
     * @return this
     */
    public JGroupsRaftEngineBuilder configure(BiConsumer<ServerId, JChannel> configuration) {
        this.configuration = Objects.requireNonNull(configuration, "configuration: is null");
        return this;
    }

    /** {@return the engine with these settings} */
    public JGroupsRaftEngine build() {
        return new JGroupsRaftEngine(new JGroupsRaftEngineBuilder(this));
    }
}
