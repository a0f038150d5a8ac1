package io.raftelection.watch.logs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/** Writes a long log of etcd, of which a line in so many is about leadership. */
final class GeneratedLog {
    private static final String SERVER = "6c6b8eac47cf1afa";
    private static final String NOISE =
            "{\"level\":\"warn\",\"ts\":\"%s\",\"caller\":\"rafthttp/probing_status.go:70\","
                    + "\"msg\":\"prober detected unhealthy status\",\"round-tripper-name\":\"ROUND_TRIPPER_RAFT_MESSAGE\","
                    + "\"remote-peer-id\":\"f19a8a30a8aa037f\",\"rtt\":\"1.5ms\","
                    + "\"error\":\"dial tcp 10.99.1.3:2380: connect: connection refused\"}\n";
    private static final String LINE =
            "{\"level\":\"info\",\"ts\":\"%s\",\"caller\":\"raft/raft.go:771\",\"msg\":\"%s\"}\n";

    private GeneratedLog() {}

    /**
     * Writes the log.
     *
     * @param args the length in bytes, every how many lines the server is elected, and the file
     */
    public static void main(String[] args) throws IOException {
        write(Long.parseLong(args[0]), Integer.parseInt(args[1]), Path.of(args[2]));
    }

    static void write(long length, int every, Path file) throws IOException {
        var time = Instant.parse("2026-11-01T00:00:00.001Z");
        long written = 0;
        long term = 1;
        try (var out = Files.newBufferedWriter(file)) {
            for (long number = 1; written < length; number++) {
                time = time.plusMillis(20);
                String line;
                if (number % every == 0) {
                    term++;
                    line = LINE.formatted(time, SERVER + " became leader at term " + term);
                } else if (number % every == every / 2) {
                    line = LINE.formatted(
                            time, "raft.node: " + SERVER + " lost leader " + SERVER + " at term " + (term + 1));
                } else {
                    line = NOISE.formatted(time);
                }
                out.write(line);
                written += line.length();
            }
        }
    }
}
