package io.raftelection.watch.jmx;

import java.io.IOException;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Finds the JMX agent of a JVM: in its registry, or by attaching to its process. One thread at a time uses it. */
final class AgentLocator {
    private static final String LOOPBACK = "127.0.0.1";
    private static final String NAME = "jmxrmi";

    private final JmxAddress address;
    private final SSLContext tls;
    private final LocalAgent local;

    /** What the last attaching found, until a connection fails: to attach takes longer than to connect. */
    private @Nullable RemoteReference attached;

    AgentLocator(JmxAddress address, SSLContext tls) {
        this.address = address;
        this.tls = tls;
        this.local = new LocalAgent(address.process());
    }

    String host() {
        return address.isProcess() ? LOOPBACK : address.host();
    }

    RemoteReference find(Deadline deadline) throws IOException, InterruptedException {
        if (!address.isProcess()) {
            return lookUp(deadline);
        }
        var known = attached;
        if (known == null) {
            known = local.find(deadline);
            attached = known;
        }
        return known;
    }

    void forget() {
        attached = null;
    }

    private RemoteReference lookUp(Deadline deadline) throws IOException {
        if (!address.encrypted()) {
            return lookUp(null, deadline);
        }
        var server = lookUpEncrypted(deadline);
        if (!server.encrypted()) {
            throw new JmxException("the JVM wants no TLS, expected TLS");
        }
        return server;
    }

    /**
     * Looks up an agent that must use TLS. The registry itself may do without, as it does by default: its answer only
     * chooses a port, and the certificate of the agent is checked there.
     */
    private RemoteReference lookUpEncrypted(Deadline deadline) throws IOException {
        try {
            return lookUp(tls, deadline);
        } catch (IOException e) {
            try {
                return lookUp(null, deadline);
            } catch (IOException plain) {
                e.addSuppressed(plain);
                throw e;
            }
        }
    }

    private RemoteReference lookUp(@Nullable SSLContext by, Deadline deadline) throws IOException {
        var registry = RemoteReference.registry(address.port(), by != null);
        try (var connection = JrmpConnection.open(address.host(), address.port(), by, deadline)) {
            return RemoteReference.of(connection.call(registry, RemoteMethod.LOOKUP, deadline, NAME));
        }
    }
}
