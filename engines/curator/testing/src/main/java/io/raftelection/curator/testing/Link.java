package io.raftelection.curator.testing;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The way from one client to ZooKeeper: a port of the loopback interface, behind which bytes are passed on, or
 * swallowed while it is cut. A thread waits for connections, and each connection has two.
 */
final class Link implements Closeable {
    private static final int BUFFER = 8_192;
    private static final int BACKLOG = 50;

    private final ServerSocket entry;
    private final int target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean cut;
    private volatile boolean closed;

    /** Opens a free port. */
    Link(int target) throws IOException {
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

    /** Swallows all from now on, without a word to either side. */
    void cut() {
        cut = true;
    }

    /** Passes on what new connections bring. A connection from which something is missing is of no use any longer. */
    void heal() {
        if (cut) {
            cut = false;
            open.forEach(Link::end);
        }
    }

    /** Breaks all connections, and takes no other. */
    @Override
    public void close() {
        closed = true;
        end(entry);
        open.forEach(Link::end);
    }

    private void accept() {
        try {
            while (true) {
                var client = entry.accept();
                open.add(client);
                var server = new Socket(InetAddress.getLoopbackAddress(), target);
                client.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
                open.add(server);
                if (closed) {
                    close();
                }
                daemon("to server", () -> pass(client, server));
                daemon("to client", () -> pass(server, client));
            }
        } catch (IOException e) {
            open.forEach(Link::end); // it was closed, or ZooKeeper was
        }
    }

    private void pass(Socket from, Socket to) {
        try (from;
                to) {
            var in = from.getInputStream();
            var out = to.getOutputStream();
            var buffer = new byte[BUFFER];
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                if (!cut) {
                    out.write(buffer, 0, length);
                }
            }
        } catch (IOException e) {
            // one side has ended: so does the other
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    private static void end(Closeable socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // it has ended all the same
        }
    }

    private void daemon(String what, Runnable task) {
        var thread = new Thread(task, "raft-election-link " + address() + " " + what);
        thread.setDaemon(true);
        thread.start();
    }
}
