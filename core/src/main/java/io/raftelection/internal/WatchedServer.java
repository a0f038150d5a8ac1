package io.raftelection.internal;

import io.raftelection.Finding.Statement;
import io.raftelection.Subscription;
import io.raftelection.internal.ServerState.Closed;
import io.raftelection.spi.LeadershipProbe;
import io.raftelection.spi.Timer.Cancellable;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One server that a watchdog asks until it is closed. A question runs on a shared thread, and the timer starts the next
 * one when it has ended, so there is never more than one.
 */
final class WatchedServer implements Subscription {
    /** The longest time for a question. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final WatchedServers watched;
    private final TrackedServer server;
    private final LeadershipProbe probe;
    private final SynchronizedLedger ledger;
    private final ClusterTime time;

    /** Used by one question at a time. */
    private final Comparison comparison;

    private volatile boolean closed;
    private volatile @Nullable Cancellable alarm;

    WatchedServer(
            WatchedServers watched,
            TrackedServer server,
            LeadershipProbe probe,
            SynchronizedLedger ledger,
            ClusterTime time) {
        this.watched = watched;
        this.server = server;
        this.probe = probe;
        this.ledger = ledger;
        this.time = time;
        this.comparison = new Comparison(server.id(), time.now());
    }

    /** Starts the timer of the first question. {@return this} */
    WatchedServer begun() {
        arm(schedule(watched.interval(), () -> SharedThreads.QUESTIONS.execute(this::ask)));
        return this;
    }

    private void ask() {
        if (closed) {
            return;
        }
        try {
            compare();
        } catch (RuntimeException | Error e) {
            close();
            ledger.warn("watchdog: " + server + ": the watch has ended, since no timer runs the next question: "
                    + FailureReason.of(e));
        }
    }

    private void compare() {
        var before = belief();
        if (before.isEmpty()) {
            close(); // the server is no longer tracked
            return;
        }
        var run = new InterruptibleRun();
        var overdue = new AtomicBoolean();
        long from = time.now();
        var timeout = schedule(PATIENCE, () -> {
            if (!overdue.getAndSet(true)) {
                watched.overdue(); // the question may never end
                run.interruptSoon();
            }
        });
        var answer = answer();
        run.end();
        cancel(timeout);
        long now = time.now();
        boolean isLate = overdue.getAndSet(true);
        var after = belief();
        if (after.isEmpty()) {
            close();
            return;
        }
        if (closed) {
            return;
        }
        var inTime = isLate ? Optional.<Statement>empty() : answer;
        var finding = inTime.isPresent()
                ? comparison.answered(inTime.get(), before.get(), after.get(), from, now)
                : comparison.unanswered(after.get(), now);
        finding.ifPresent(watched::found);
        begun();
        watched.asked(isLate || inTime.isPresent());
    }

    /** Asks the engine. {@return its answer; empty if it has none} */
    private Optional<Statement> answer() {
        try {
            var result = PollResult.answer(server.id(), Checks.notNull(probe.poll(), "answer"));
            return Optional.of(new Statement(
                    result.claimsToLead(),
                    result.claimsToLead() ? Terms.optional(result.term()) : OptionalLong.empty()));
        } catch (Throwable e) {
            return Optional.empty(); // the engine is closed, for example
        }
    }

    /** Reads what the tracker believes; empty if it no longer follows the server. */
    private Optional<Belief> belief() {
        return ledger.use(open -> server.state instanceof Closed ? Optional.empty() : Optional.of(Belief.of(server)));
    }

    private Cancellable schedule(Duration delay, Runnable task) {
        return time.scheduleOnAnyTimer(delay, task, failure -> {});
    }

    private void arm(Cancellable set) {
        alarm = set;
        if (closed) {
            cancel(set);
        }
    }

    private static void cancel(Cancellable set) {
        try {
            set.cancel();
        } catch (RuntimeException | Error e) {
            // The timer is the user's. The task does nothing if it runs.
        }
    }

    @Override
    public void close() {
        closed = true;
        watched.ended(server.id(), this);
        var set = alarm;
        if (set != null) {
            cancel(set);
        }
    }
}
