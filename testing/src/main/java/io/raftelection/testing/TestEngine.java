package io.raftelection.testing;

import io.raftelection.ServerId;
import io.raftelection.testing.spi.EngineRuntime;
import io.raftelection.testing.spi.MessageFilter;
import java.util.List;

/**
 * An engine, as a test names it: {@code RatisEngine} and its like. A test of an application that has state machines of
 * its own names a class like this one:
 *
 * <pre>{@code
 * final class Counters implements TestEngine {
 *     @Override
 *     public EngineRuntime open(List<ServerId> servers, MessageFilter filter) {
 *         return RatisEngine.builder().stateMachines(server -> new Counter()).build().open(servers, filter);
 *     }
 * }
 * }</pre>
 */
@FunctionalInterface
public interface TestEngine {

    /**
     * {@return the engine's part of a cluster, of which no server runs yet}
     *
     * @param servers the servers that the cluster starts with, 1 to 9
     * @param filter decides which messages between servers arrive
     */
    EngineRuntime open(List<ServerId> servers, MessageFilter filter);
}
