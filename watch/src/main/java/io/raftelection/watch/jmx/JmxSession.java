package io.raftelection.watch.jmx;

import java.io.Closeable;
import java.io.IOException;
import javax.management.ObjectName;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A connection that a JMX agent has accepted, and the sockets that it uses. */
final class JmxSession implements Closeable {
    private final JrmpConnection sockets;
    private final RemoteReference connection;
    private final long opened = System.nanoTime();

    private JmxSession(JrmpConnection sockets, RemoteReference connection) {
        this.sockets = sockets;
        this.connection = connection;
    }

    /**
     * {@return a new session}
     *
     * @param server the agent's remote object
     * @param credentials the user and the password; null without
     */
    static JmxSession open(
            String host, RemoteReference server, SSLContext tls, String @Nullable [] credentials, Deadline deadline)
            throws IOException {
        var sockets = JrmpConnection.open(host, server.port(), server.encrypted() ? tls : null, deadline);
        try {
            var connection =
                    RemoteReference.of(sockets.call(server, RemoteMethod.NEW_CLIENT, deadline, (Object) credentials));
            if (connection.port() == server.port() && connection.encrypted() == server.encrypted()) {
                return new JmxSession(sockets, connection);
            }
            if (server.encrypted() && !connection.encrypted()) {
                throw new JmxException("the JVM wants to continue without TLS");
            }
            var others = JrmpConnection.open(host, connection.port(), connection.encrypted() ? tls : null, deadline);
            sockets.close();
            return new JmxSession(others, connection);
        } catch (IOException | RuntimeException | Error e) {
            sockets.close();
            throw e;
        }
    }

    @Nullable
    Object call(RemoteMethod method, Deadline deadline, ObjectName name, @Nullable Object... others)
            throws IOException {
        var arguments = new @Nullable Object[1 + others.length];
        arguments[0] = name;
        System.arraycopy(others, 0, arguments, 1, others.length);
        return sockets.call(connection, method, deadline, arguments);
    }

    long ageNanos() {
        return System.nanoTime() - opened;
    }

    /** Tells the agent that the session ends, so that it forgets it at once. */
    void end(Deadline deadline) throws IOException {
        try (this) {
            sockets.call(connection, RemoteMethod.CLOSE, deadline);
        }
    }

    @Override
    public void close() {
        sockets.close();
    }
}
