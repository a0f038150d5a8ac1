package io.raftelection.ratis.testing;

import io.raftelection.ServerId;
import io.raftelection.testing.spi.EngineSettings;
import java.time.Duration;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.statemachine.StateMachine;

/** The settings of a {@link RatisEngine}. Not safe for use by many threads. */
public final class RatisEngineBuilder {
    private static final Duration MIN_TIMEOUT = Duration.ofMillis(50);
    private static final Duration MAX_TIMEOUT = Duration.ofMinutes(1);

    Transport transport = Transport.MEMORY;
    Duration electionTimeoutMin = Duration.ofMillis(300);
    Duration electionTimeoutMax = Duration.ofSeconds(2);
    FreePorts ports = FreePorts.OF_LOOPBACK;
    Function<ServerId, ? extends StateMachine> stateMachines = server -> new DefaultStateMachine();
    BiConsumer<ServerId, RaftProperties> configuration = (server, properties) -> {};

    RatisEngineBuilder() {}

    private RatisEngineBuilder(RatisEngineBuilder other) {
        transport = other.transport;
        electionTimeoutMin = other.electionTimeoutMin;
        electionTimeoutMax = other.electionTimeoutMax;
        ports = other.ports;
        stateMachines = other.stateMachines;
        configuration = other.configuration;
    }

    /**
     * Sets how the servers talk to each other. Default: {@link Transport#MEMORY}.
     *
     * @param transport the transport
     * @return this
     */
    public RatisEngineBuilder transport(Transport transport) {
        this.transport = Objects.requireNonNull(transport, "transport: is null");
        return this;
    }

    /**
     * Sets the election time-out of the servers: each waits for one to two times that long before it requests votes.
     * This is short for {@code electionTimeout(timeout, timeout.multipliedBy(2))}.
     *
     * @param timeout 50 ms to 30 seconds
     * @return this
     * @throws IllegalArgumentException if it is out of range
     */
    public RatisEngineBuilder electionTimeout(Duration timeout) {
        var min = EngineSettings.electionTimeout(timeout, MIN_TIMEOUT, MAX_TIMEOUT.dividedBy(2));
        return electionTimeout(min, min.multipliedBy(2));
    }

    /**
     * Sets the bounds of the servers' election time-outs, which are drawn at random between them. Default: 300 ms to 2
     * s. A leader steps down when it has received no answers from a majority for the longest of them. A long time-out
     * therefore keeps leaders on a busy machine. Controlled elections do not wait for time-outs.
     *
     * @param min the shortest, at least 50 ms
     * @param max the longest, more than the shortest, at most a minute
     * @return this
     * @throws IllegalArgumentException if they are out of range
     */
    public RatisEngineBuilder electionTimeout(Duration min, Duration max) {
        if (min.compareTo(MIN_TIMEOUT) < 0 || max.compareTo(min) <= 0 || max.compareTo(MAX_TIMEOUT) > 0) {
            throw new IllegalArgumentException("election time-out: " + min + " to " + max + ", expected " + MIN_TIMEOUT
                    + " to " + MAX_TIMEOUT + ", the second longer than the first");
        }
        electionTimeoutMin = min;
        electionTimeoutMax = max;
        return this;
    }

    /**
     * Sets the user's state machines. Default: state machines that only count the commands.
     *
     * @param stateMachines creates a state machine at each start of a server
     * @return this
     */
    public RatisEngineBuilder stateMachines(Function<ServerId, ? extends StateMachine> stateMachines) {
        this.stateMachines = Objects.requireNonNull(stateMachines, "stateMachines: is null");
        return this;
    }

    /**
     * Sets Ratis's own properties, server by server. They replace those of this builder and of the cluster, except for
     * the storage directory, the type of the transport and the address, which the cluster sets afterwards. Default: no
     * change.
     *
     * <p>The cluster sets properties so that a log drops its entries as soon as a snapshot is taken, contains no
     * metadata entries, and no pause of the JVM ends a leadership. A test that needs one of these must not replace it.
     *
     * @param configuration changes the properties of a server, at each of its starts; if it throws, the server does not
     *     start
     * @return this
     */
    public RatisEngineBuilder configure(BiConsumer<ServerId, RaftProperties> configuration) {
        this.configuration = Objects.requireNonNull(configuration, "configuration: is null");
        return this;
    }

    /** {@return the engine with these settings} */
    public RatisEngine build() {
        return new RatisEngine(new RatisEngineBuilder(this));
    }
}
