package io.raftelection.ratis.testing;

/** How the servers of a cluster talk to each other. */
public enum Transport {
    /**
     * Real sockets: gRPC on the loopback interface. Needs {@code ratis-grpc}.
     *
     * <p>Ratis ends the JVM when a gRPC server cannot listen on its port. The first cluster on gRPC turns that off for
     * the whole JVM and forever. From then on, any Ratis server whose port is taken throws
     * {@code org.apache.ratis.util.ExitUtils.ExitException} from its start instead, even a server that a test starts
     * itself. Uncaught exceptions of threads are handled as before.
     */
    GRPC,
    /**
     * Direct calls within the JVM. The cluster's files are in memory, too, if the machine has {@code /dev/shm} with 32
     * MB left; otherwise they are in the directory for temporary files, and every vote is forced to the disk.
     */
    MEMORY
}
