package io.raftelection.testing;

import io.raftelection.ServerId;
import io.raftelection.spi.LeadershipSink;
import java.util.List;
import java.util.function.Function;

/**
 * An engine, as a test names it: how a cluster of it is made. Each engine's module has one with the user's state
 * machine left out, as {@code RatisEngine}; a test of an application writes its own, of one line:
 *
 * <pre>{@code
 * final class Counters implements TestEngine {
 *     @Override
 *     public TestCluster cluster(List<ServerId> servers, Function<ServerId, LeadershipSink> sinks) {
 *         return RatisCluster.builder(servers, sinks).stateMachines(server -> new Counter()).build();
 *     }
 * }
 * }</pre>
 */
@FunctionalInterface
public interface TestEngine {

    /**
     * {@return a cluster that is not started yet}
     *
     * @param servers its servers, 1 to 9
     * @param sinks where each is reported to, as {@code tracker::track}; asked once a server
     */
    TestCluster cluster(List<ServerId> servers, Function<ServerId, LeadershipSink> sinks);
}
