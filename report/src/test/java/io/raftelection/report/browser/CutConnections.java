package io.raftelection.report.browser;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** Passes connections to a server on, and can cut them. Each direction of a connection has a thread. */
final class CutConnections implements AutoCloseable {
    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final URI server;
    private final List<Socket> open = new ArrayList<>();
    private boolean refuses;
    private int accepted;

    CutConnections(URI server) throws IOException {
        this.server = server;
        start(this::accept);
    }

    private static void start(Runnable task) {
        var thread = new Thread(task, "cut-connections");
        thread.setDaemon(true);
        thread.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort() + "/");
    }

    private void accept() {
        try {
            while (true) {
                pass(listener.accept());
            }
        } catch (IOException e) {
            // It is closed.
        }
    }

    private synchronized void pass(Socket client) throws IOException {
        accepted++;
        open.add(client);
        if (refuses) {
            client.close();
            return;
        }
        var target = new Socket(server.getHost(), server.getPort());
        open.add(target);
        start(() -> copy(client, target));
        start(() -> copy(target, client));
    }

    private static void copy(Socket from, Socket to) {
        try (from;
                to;
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            in.transferTo(out);
        } catch (IOException e) {
            // One side was cut.
        }
    }

    /** Cuts all connections, and refuses or accepts further ones. */
    synchronized void cut(boolean refuses) throws IOException {
        this.refuses = refuses;
        for (var socket : open) {
            socket.close();
        }
        open.clear();
    }

    /** {@return the number of connections until now} */
    synchronized int accepted() {
        return accepted;
    }

    @Override
    public void close() throws IOException {
        cut(true);
        listener.close();
    }
}
