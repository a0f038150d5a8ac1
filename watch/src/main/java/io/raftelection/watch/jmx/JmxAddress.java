package io.raftelection.watch.jmx;

import java.util.regex.Pattern;

/**
 * Where a JVM is asked: a port that its JMX agent listens to, or the number of its process.
 *
 * @param host the host; empty if there is a process
 * @param port the port; 0 if there is a process
 * @param process the number of the process; 0 if there is a host
 * @param encrypted whether the connection must be encrypted
 */
public record JmxAddress(String host, int port, long process, boolean encrypted) {
    private static final String EXPECTED = ", expected host:port, tls:host:port or pid:number";
    private static final Pattern PROCESS = Pattern.compile("pid:(\\d{1,10})");
    private static final Pattern SOCKET =
            Pattern.compile("(?<tls>tls:)?(?<host>[\\w.-]+|\\[[0-9a-fA-F:.%]+\\]):(?<port>\\d{1,5})");

    /**
     * {@return the address of a text}
     *
     * @param text {@code host:port}, {@code tls:host:port} or {@code pid:number}
     * @throws IllegalArgumentException if it is none of them
     */
    public static JmxAddress parse(String text) {
        var process = PROCESS.matcher(text);
        if (process.matches()) {
            long number = Long.parseLong(process.group(1));
            if (number == 0 || number > Integer.MAX_VALUE) {
                throw new IllegalArgumentException(text + ": has no valid process" + EXPECTED);
            }
            return new JmxAddress("", 0, number, false);
        }
        var socket = SOCKET.matcher(text);
        if (!socket.matches()) {
            throw new IllegalArgumentException(text + ": is no address of a JVM" + EXPECTED);
        }
        int port = Integer.parseInt(socket.group("port"));
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException(text + ": has the port " + port + ", expected 1 to 65535");
        }
        var host = socket.group("host").replaceAll("[\\[\\]]", "");
        return new JmxAddress(host, port, 0, socket.group("tls") != null);
    }

    boolean isProcess() {
        return process != 0;
    }

    /** {@return the text that {@link #parse} reads} */
    @Override
    public String toString() {
        if (isProcess()) {
            return "pid:" + process;
        }
        var shown = host.contains(":") ? "[" + host + "]" : host;
        return (encrypted ? "tls:" : "") + shown + ":" + port;
    }
}
