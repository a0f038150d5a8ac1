package io.raftelection.testing;

import io.raftelection.ServerId;
import io.raftelection.testing.spi.EngineRuntime;
import io.raftelection.testing.spi.MessageFilter;
import java.util.List;

/**
 * An engine that a test names, such as {@code RatisEngine}. A test of an application names a class of its own, which
 * sets the application's state machines:
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
