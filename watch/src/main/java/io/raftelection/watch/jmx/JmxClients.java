package io.raftelection.watch.jmx;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.HashMap;
import java.util.Map;

/** The clients of the JVMs of a system, by address. Safe for use by many threads. */
public final class JmxClients implements AutoCloseable {
    private final JmxSettings settings;

    @GuardedBy("this")
    private final Map<String, JmxClient> clients = new HashMap<>();

    /**
     * Creates a map without clients.
     *
     * @param settings what the connections need
     */
    public JmxClients(JmxSettings settings) {
        this.settings = settings;
    }

    /**
     * {@return the client of an address, which is created at the first call}
     *
     * @param address the address, as {@link JmxAddress#parse} reads it
     * @throws IllegalArgumentException if it is not valid
     */
    public synchronized JmxClient of(String address) {
        return clients.computeIfAbsent(address, text -> new JmxClient(JmxAddress.parse(text), settings));
    }

    @Override
    public synchronized void close() {
        clients.values().forEach(JmxClient::close);
    }
}
