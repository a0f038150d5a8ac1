package io.raftelection.watch.faults;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** Finds free ports on loopback. */
public final class FreePorts {
    private FreePorts() {}

    /** {@return ports that were free at the same time} */
    public static List<Integer> find(int count) throws IOException {
        var sockets = new ArrayList<ServerSocket>();
        try {
            while (sockets.size() < count) {
                sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return sockets.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (var socket : sockets) {
                socket.close();
            }
        }
    }
}
