package io.raftelection.ratis.testing;

import io.raftelection.ServerId;
import io.raftelection.spi.LeadershipSink;
import io.raftelection.testing.spi.Members;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.apache.ratis.statemachine.StateMachine;

/** All the settings of a {@link RatisCluster}. Not safe for use by many threads. */
public final class RatisClusterBuilder {
    private static final Duration MIN_TIMEOUT = Duration.ofMillis(50);
    private static final Duration MAX_TIMEOUT = Duration.ofMinutes(1);

    final Members members;
    final Function<ServerId, LeadershipSink> sinks;
    Transport transport = Transport.GRPC;
    Duration electionTimeoutMin = Duration.ofMillis(300);
    Duration electionTimeoutMax = Duration.ofMillis(600);
    FreePorts ports = FreePorts.OF_LOOPBACK;
    Function<ServerId, ? extends StateMachine> stateMachines = server -> new Tally();

    RatisClusterBuilder(List<ServerId> servers, Function<ServerId, LeadershipSink> sinks) {
        this.members = new Members(servers);
        this.sinks = Objects.requireNonNull(sinks, "sinks: is null");
    }

    /**
     * Sets how the servers talk to each other. Default: gRPC.
     *
     * @param transport the way
     * @return this
     */
    public RatisClusterBuilder transport(Transport transport) {
        this.transport = Objects.requireNonNull(transport, "transport: is null");
        return this;
    }

    /**
     * Sets between which bounds the servers' election time-outs are drawn. Default: 300 to 600 ms, safe on a busy
     * machine. A leader steps down when it has heard from no majority for the longest. Where a test decides who leads,
     * nobody waits for them, and a longest one of seconds lets leaders stay on the busiest machine.
     *
     * @param min the shortest, at least 50 ms
     * @param max the longest, more than the shortest, at most a minute
     * @return this
     * @throws IllegalArgumentException if they are out of range
     */
    public RatisClusterBuilder electionTimeout(Duration min, Duration max) {
        if (min.compareTo(MIN_TIMEOUT) < 0 || max.compareTo(min) <= 0 || max.compareTo(MAX_TIMEOUT) > 0) {
            throw new IllegalArgumentException("election time-out: " + min + " to " + max + ", expected " + MIN_TIMEOUT
                    + " to " + MAX_TIMEOUT + ", the second longer than the first");
        }
        electionTimeoutMin = min;
        electionTimeoutMax = max;
        return this;
    }

    /**
     * Sets the user's state machines. Default: ones that count the commands.
     *
     * @param stateMachines makes one, at each start of a server
     * @return this
     */
    public RatisClusterBuilder stateMachines(Function<ServerId, ? extends StateMachine> stateMachines) {
        this.stateMachines = Objects.requireNonNull(stateMachines, "stateMachines: is null");
        return this;
    }

    /** {@return a cluster that is not started yet} */
    public RatisCluster build() {
        return new RatisCluster(this);
    }
}
