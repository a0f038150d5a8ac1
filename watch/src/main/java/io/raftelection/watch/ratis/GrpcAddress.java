package io.raftelection.watch.ratis;

import io.raftelection.watch.HttpAddress;

/**
 * Where the API of a server is.
 *
 * @param host the host
 * @param port the port
 */
record GrpcAddress(String host, int port) {
    private static final String PREFIX = "grpc:";

    static boolean isOne(String text) {
        return text.startsWith(PREFIX);
    }

    /**
     * {@return the address of a text}
     *
     * @throws IllegalArgumentException if it is not {@code grpc:host:port}
     */
    static GrpcAddress parse(String text) {
        var rest = text.substring(PREFIX.length());
        if (rest.contains("/") || !rest.matches(".+:\\d+")) {
            throw new IllegalArgumentException(
                    text + ": has no host and port, expected for example grpc:127.0.0.1:9872");
        }
        var uri = HttpAddress.of(rest, 1);
        return new GrpcAddress(uri.getHost(), uri.getPort());
    }

    /** {@return the host and the port, as Ratis writes them} */
    String target() {
        return host + ":" + port;
    }

    @Override
    public String toString() {
        return PREFIX + target();
    }
}
