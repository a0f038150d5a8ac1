package io.raftelection.ratis.testing;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Chooses ports. Other programs can take one before a server listens on it, so there is a bounded number of attempts.
 */
interface FreePorts {
    /** The number of attempts, each with other ports, before a start fails. */
    int ATTEMPTS = 5;

    /** Chooses ports of the loopback interface that no program uses now. */
    FreePorts OF_LOOPBACK = FreePorts::ofLoopback;

    /** For servers that do not listen on ports. */
    FreePorts NONE = count -> Collections.nCopies(count, 0);

    /** {@return that many different ports} */
    List<Integer> choose(int count) throws IOException;

    /**
     * An attempt that chooses ports and starts servers on them. If it fails, no server runs.
     *
     * @param <T> the type of its result
     */
    interface Attempt<T> {
        T make() throws IOException, InterruptedException;
    }

    /**
     * Repeats an attempt while it fails because another program has taken a port.
     *
     * @throws BindException which names the port, if the last attempt fails for the same reason
     */
    static <T> T use(Attempt<T> attempt) throws IOException, InterruptedException {
        for (int count = 1; count < ATTEMPTS; count++) {
            try {
                return attempt.make();
            } catch (BindException e) {
                // another program has taken a port, so the next attempt chooses other ports
            }
        }
        return attempt.make();
    }

    private static List<Integer> ofLoopback(int count) throws IOException {
        var sockets = new ArrayList<ServerSocket>();
        var ports = new ArrayList<Integer>();
        try {
            for (int i = 0; i < count; i++) {
                var socket = open();
                sockets.add(socket);
                ports.add(socket.getLocalPort());
            }
            return ports;
        } finally {
            for (var socket : sockets) {
                socket.close();
            }
        }
    }

    /** Opens a free port. It is below those that systems give to outgoing connections, which could take it later. */
    private static ServerSocket open() throws IOException {
        for (int port = ThreadLocalRandom.current().nextInt(12_000, 32_000); ; port++) {
            try {
                return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
            } catch (BindException e) {
                if (port == 32_767) {
                    throw e;
                }
            }
        }
    }
}
