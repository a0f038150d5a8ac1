package io.raftelection.ratis.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/** Closes servers at the same time, and ends the waits of the threads that write their logs. */
final class ParallelClose {
    private ParallelClose() {}

    /** Waits until all servers are closed. */
    static void of(List<RatisServer> servers) {
        var logs = servers.stream().flatMap(server -> log(server).stream()).toList();
        var failures = Parallel.run("close", servers, RatisServer::end, () -> logs.forEach(LogThread::endWait));
        servers.forEach(RatisServer::ended);
        try {
            Parallel.rethrow(failures);
        } catch (IOException e) {
            throw new UncheckedIOException("cluster: a server was not closed", e);
        }
    }

    /** A server whose start failed may have no log. */
    private static Optional<LogThread> log(RatisServer server) {
        try {
            return LogThread.of(server.division());
        } catch (UncheckedIOException e) {
            return Optional.empty();
        }
    }
}
