package io.raftelection.ratis.testing;

import io.raftelection.testing.TimeScale;
import io.raftelection.testing.spi.Uninterruptibly;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An action on one server, on a thread of its own, so that several servers start or end at the same time. */
final class Parallel {
    private static final long POLL_MILLIS = 1;

    /** Far longer than any server needs. Ratis can wait forever, which its users would then do, too. */
    private static final Duration PATIENCE = TimeScale.of(Duration.ofMinutes(1));

    private final RatisServer server;
    private final Action action;
    private final Thread thread;
    private volatile Optional<Throwable> failure = Optional.empty();

    /** The action on one server. */
    interface Action {
        void run(RatisServer server) throws IOException;
    }

    private Parallel(String verb, RatisServer server, Action action) {
        this.server = server;
        this.action = action;
        this.thread = new Thread(this::run, "raft-election-" + verb + " " + server.id());
        thread.setDaemon(true);
    }

    private void run() {
        try {
            action.run(server);
        } catch (IOException | RuntimeException | Error e) {
            failure = Optional.of(e);
        }
    }

    /**
     * Runs an action on several servers at the same time. Waits until all are done, also if the thread is interrupted:
     * a server that is half closed would write into a directory that is removed, or that its next start reads. Gives up
     * after a minute, multiplied by {@link TimeScale}.
     *
     * @param verb for the names of the threads
     * @param meanwhile an action that this thread repeats while it waits
     * @return what was thrown, in the order of the servers
     */
    static List<Throwable> run(String verb, List<RatisServer> servers, Action action, Runnable meanwhile) {
        var all = servers.stream()
                .map(server -> new Parallel(verb, server, action))
                .toList();
        all.forEach(each -> each.thread.start());
        long end = System.nanoTime() + PATIENCE.toNanos();
        Uninterruptibly.await(() -> {
            for (var each : all) {
                while (each.thread.isAlive() && System.nanoTime() < end) {
                    meanwhile.run();
                    each.thread.join(POLL_MILLIS);
                }
            }
        });
        var failures = new ArrayList<Throwable>();
        all.forEach(each -> each.result(verb).ifPresent(failures::add));
        return failures;
    }

    /** {@return what was thrown, or that the action goes on, with the place at which it waits} */
    private Optional<Throwable> result(String verb) {
        if (!thread.isAlive()) {
            return failure;
        }
        var late = new IllegalStateException(
                "server " + server.id() + ": its " + verb + " was not done after " + PATIENCE.toSeconds() + "s");
        late.setStackTrace(thread.getStackTrace());
        return Optional.of(late);
    }

    /** Throws the first failure, if there is one, with the others as suppressed. */
    static void rethrow(List<Throwable> failures) throws IOException {
        if (failures.isEmpty()) {
            return;
        }
        var first = failures.get(0);
        failures.stream().skip(1).forEach(first::addSuppressed);
        if (first instanceof IOException e) {
            throw e;
        }
        if (first instanceof Error e) {
            throw e;
        }
        throw (RuntimeException) first;
    }
}
