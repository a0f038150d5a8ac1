package io.raftelection.ratis.testing;

/** How the servers of a cluster talk to each other. */
public enum Transport {
    /** Real sockets: gRPC on the loopback interface. Needs {@code ratis-grpc}. */
    GRPC,
    /** Direct calls within the JVM. */
    MEMORY
}
