package io.raftelection.testing.spi;

import io.raftelection.ServerId;
import java.time.Duration;
import java.util.Objects;
import java.util.function.BiConsumer;

/** What the builders of all engines check and call in the same way. */
public final class EngineSettings {
    private EngineSettings() {}

    /**
     * Lets a function of the user change the configuration of a server. An engine calls this at each start of a server,
     * before it sets what the test cluster needs.
     *
     * @param function the user's function
     * @param server the server
     * @param configuration the engine's own configuration of the server
     * @param <C> its type
     * @throws IllegalStateException if the function throws anything, which is the cause: {@code server s1: not
     *     configured: java.lang.IllegalArgumentException: no such option}
     */
    public static <C> void configure(BiConsumer<ServerId, ? super C> function, ServerId server, C configuration) {
        try {
            function.accept(server, configuration);
        } catch (Throwable e) { // also a checked exception, which Kotlin throws from any function
            throw new IllegalStateException("server " + server + ": not configured: " + e, e);
        }
    }

    /**
     * {@return an election time-out that is within its bounds}
     *
     * @param timeout the time-out
     * @param min the shortest that the engine supports
     * @param max the longest
     * @throws IllegalArgumentException if it is out of bounds: {@code election time-out: PT0.001S, expected PT0.05S to
     *     PT1M}
     */
    public static Duration electionTimeout(Duration timeout, Duration min, Duration max) {
        Objects.requireNonNull(timeout, "election time-out: is null");
        if (timeout.compareTo(min) < 0 || timeout.compareTo(max) > 0) {
            throw new IllegalArgumentException("election time-out: " + timeout + ", expected " + min + " to " + max);
        }
        return timeout;
    }
}
