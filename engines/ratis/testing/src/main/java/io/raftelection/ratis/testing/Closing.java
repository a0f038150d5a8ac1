package io.raftelection.ratis.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.apache.ratis.server.RaftServer;

/** The end of a server, on a thread of its own, so that several can end at the same time. */
final class Closing {
    private static final long LOOK_MILLIS = 1;

    private final RaftServer server;
    private final Optional<LogThread> log;
    private final Thread thread;
    private volatile Optional<IOException> failure = Optional.empty();

    private Closing(RaftServer server, Optional<LogThread> log) {
        this.server = server;
        this.log = log;
        this.thread = new Thread(this::close, "raft-election-close " + server.getId());
        thread.setDaemon(true);
    }

    /** Starts to close a server. */
    static Closing of(RaftServer server, Optional<LogThread> log) {
        var closing = new Closing(server, log);
        closing.thread.start();
        return closing;
    }

    private void close() {
        try {
            server.close();
        } catch (IOException e) {
            failure = Optional.of(e);
        }
    }

    /**
     * Waits until all are closed, also if the thread is interrupted: a server that is half closed would write into a
     * directory that is removed, or that its next start reads.
     */
    static void awaitAll(List<Closing> all) {
        boolean interrupted = false;
        for (var closing : all) {
            while (closing.thread.isAlive()) {
                all.forEach(other -> other.log.ifPresent(LogThread::endWait));
                try {
                    closing.thread.join(LOOK_MILLIS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        for (var closing : all) {
            closing.failure.ifPresent(cause -> {
                throw new UncheckedIOException("server " + closing.server.getId() + ": not closed", cause);
            });
        }
    }
}
