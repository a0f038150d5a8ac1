package io.raftelection.curator.testing;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A port of the loopback interface that passes bytes between one client and ZooKeeper, or drops them while it is cut.
 * One thread waits for connections, and each connection has two.
 */
final class TcpProxy implements Closeable {
    private static final int BUFFER = 8_192;
    private static final int BACKLOG = 50;

    private final ServerSocket entry;
    private final int target;
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();
    private volatile boolean cut;
    private volatile boolean closed;

    /** Opens a free port. */
    TcpProxy(int target) throws IOException {
        this.target = target;
        this.entry = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        daemon("accept", this::accept);
    }

    String address() {
        return entry.getInetAddress().getHostAddress() + ":" + entry.getLocalPort();
    }

    boolean isCut() {
        return cut;
    }

    /** Drops all bytes from now on. Neither side is notified. */
    void cut() {
        cut = true;
    }

    /**
     * Passes the bytes of new connections. Those that were open during the cut end, since bytes of them are missing.
     */
    void heal() {
        if (cut) {
            open.forEach(Connection::close); // before the cut ends; otherwise bytes after the gap would pass
            cut = false;
            open.forEach(Connection::closeIfIncomplete); // those that began meanwhile
        }
    }

    /** Ends all connections, and accepts no other. */
    @Override
    public void close() {
        closed = true;
        end(entry);
        open.forEach(Connection::close);
    }

    private void accept() {
        while (!closed) {
            try {
                connect(entry.accept());
            } catch (IOException e) {
                // this proxy is closed, or the client left before it was connected, or ZooKeeper accepts no connection
            }
        }
    }

    private void connect(Socket client) throws IOException {
        try {
            var connection = new Connection(client, new Socket(InetAddress.getLoopbackAddress(), target));
            open.add(connection);
            if (closed) {
                connection.close();
            }
            connection.start();
        } catch (IOException e) {
            end(client);
            throw e;
        }
    }

    private static void end(Closeable socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // it has ended anyway
        }
    }

    private void daemon(String what, Runnable task) {
        var thread = new Thread(task, "raft-election-proxy " + address() + " " + what);
        thread.setDaemon(true);
        thread.start();
    }

    /** A client's socket and its counterpart. They end together. */
    private final class Connection {
        private final Socket client;
        private final Socket server;

        /** Bytes are missing, so no later ones may pass, because they would be misread. */
        private volatile boolean incomplete;

        Connection(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        void start() {
            daemon("to server", () -> pass(client, server));
            daemon("to client", () -> pass(server, client));
        }

        private void pass(Socket from, Socket to) {
            try {
                from.setTcpNoDelay(true);
                var in = from.getInputStream();
                var out = to.getOutputStream();
                var buffer = new byte[BUFFER];
                for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                    if (cut) {
                        incomplete = true;
                    }
                    if (!incomplete) {
                        out.write(buffer, 0, length);
                    }
                }
            } catch (IOException e) {
                // one side has ended, and the other ends with it
            } finally {
                close();
            }
        }

        void closeIfIncomplete() {
            if (incomplete) {
                close();
            }
        }

        void close() {
            incomplete = true;
            open.remove(this);
            end(client);
            end(server);
        }
    }
}
