package io.raftelection.examples.production;

import io.raftelection.ServerId;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.regex.Pattern;

/**
 * The address of one server of the cluster. All of them are on the loopback interface in this example.
 *
 * @param id the name of the server
 * @param raftPort the port on which it talks to the other servers
 * @param httpPort the port on which it answers clients
 */
record ServerAddress(ServerId id, int raftPort, int httpPort) {
    private static final Pattern FORM = Pattern.compile("([^:]+):(\\d{1,5}):(\\d{1,5})");

    /**
     * {@return the address that the text names}
     *
     * @param text has the form {@code s1:7001:8001}
     * @throws IllegalArgumentException if the text has another form
     */
    static ServerAddress parse(String text) {
        var parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("server: \"" + text + "\", expected ID:RAFT_PORT:HTTP_PORT");
        }
        return new ServerAddress(
                ServerId.of(parts.group(1)), Integer.parseInt(parts.group(2)), Integer.parseInt(parts.group(3)));
    }

    static String host() {
        return InetAddress.getLoopbackAddress().getHostAddress();
    }

    InetSocketAddress http() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), httpPort);
    }

    URI url(String path) {
        return URI.create("http://" + host() + ":" + httpPort + path);
    }

    @Override
    public String toString() {
        return id + ":" + raftPort + ":" + httpPort;
    }
}
