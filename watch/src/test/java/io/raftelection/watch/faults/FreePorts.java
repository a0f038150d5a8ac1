package io.raftelection.watch.faults;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Finds free ports on loopback. They are below those that systems give to outgoing connections, one of which could take
 * the port of a server before it starts, or while it is restarted.
 */
public final class FreePorts {
    private static final int FIRST = 12_000;
    private static final int LAST = 32_000;
    private static final int ATTEMPTS = 1_000;

    private FreePorts() {}

    /** {@return ports that were free at the same time} */
    public static List<Integer> find(int count) throws IOException {
        var sockets = new ArrayList<ServerSocket>();
        try {
            while (sockets.size() < count) {
                sockets.add(open());
            }
            return sockets.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (var socket : sockets) {
                socket.close();
            }
        }
    }

    private static ServerSocket open() throws IOException {
        for (int i = 0; i < ATTEMPTS; i++) {
            try {
                return new ServerSocket(
                        ThreadLocalRandom.current().nextInt(FIRST, LAST), 1, InetAddress.getLoopbackAddress());
            } catch (BindException e) {
                // Another process has it.
            }
        }
        throw new BindException("ports " + FIRST + " to " + LAST + ": none is free");
    }
}
