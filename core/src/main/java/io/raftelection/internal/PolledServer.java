package io.raftelection.internal;

import io.raftelection.Fact;
import io.raftelection.Subscription;
import io.raftelection.spi.LeadershipProbe;
import io.raftelection.spi.Timer.Cancellable;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One server that is polled until it is closed. A poll runs on the executor, and the next one is scheduled when it has
 * ended, so there is never more than one. The timer starts polls and ends those that take too long.
 */
final class PolledServer implements Subscription {
    private final PolledCluster polled;
    private final TrackedServer server;
    private final LeadershipProbe probe;
    private final String address;

    /** Whether failures are only logged at DEBUG, because the probe reports them. */
    private final boolean isQuiet;

    private final SynchronizedLedger ledger;
    private final ClusterTime time;
    private final CallbackExecutor callbacks;

    private volatile boolean closed;

    /** The timer task that starts the next poll, or ends the present one. */
    private volatile @Nullable Cancellable alarm;

    private volatile @Nullable PollAttempt present;

    /** Whether the user's timer has failed. Polls, which follow one another, read and write it. */
    private volatile boolean timerFails;

    /** How many polls failed in a row. Written under the ledger's lock; read there, and between two polls. */
    private int failures;

    /** The start of the latest poll whose answer was accepted, negative if none was. Guarded by the ledger's lock. */
    private long certain = -1;

    PolledServer(
            PolledCluster polled,
            TrackedServer server,
            LeadershipProbe probe,
            SynchronizedLedger ledger,
            ClusterTime time,
            CallbackExecutor callbacks) {
        this.polled = polled;
        this.server = server;
        this.probe = probe;
        this.address = Checks.notNull(probe.address(), "address");
        this.isQuiet = probe.reportsFailures();
        this.ledger = ledger;
        this.time = time;
        this.callbacks = callbacks;
    }

    /** Starts the first poll at once. {@return this} */
    Subscription begun() {
        server.readinessUnavailable("polling finds acquisitions, losses and views only");
        begin();
        return this;
    }

    private void begin() {
        callbacks.poll(this::poll);
    }

    private void poll() {
        var attempt = new PollAttempt(time.now());
        present = attempt;
        if (closed) {
            attempt.run().end();
            return;
        }
        var result = ask(attempt);
        time.refresh();
        finish(attempt, result);
        if (!closed) {
            rest();
        }
    }

    /** Schedules the next poll. If no timer works, polling ends, and the leader is unknown from then on. */
    private void rest() {
        try {
            schedule(polled.pause(failures, this::warn), this::begin);
        } catch (RuntimeException | Error e) {
            finish(new PollAttempt(time.now()), failure(e));
            warn("polling has ended, since no timer runs the next poll: " + FailureReason.of(e));
        }
    }

    private PollResult ask(PollAttempt attempt) {
        try {
            schedule(polled.timeout(), () -> expire(attempt));
            return PollResult.answer(server.id(), Checks.notNull(probe.poll(), "answer"));
        } catch (Throwable e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt(); // the end of the attempt clears it if the tracker caused it
            }
            return failure(e);
        } finally {
            attempt.run().end();
            disarm();
        }
    }

    private void schedule(Duration delay, Runnable task) {
        arm(time.scheduleOnAnyTimer(delay, task, this::timerFailed));
    }

    private void timerFailed(Throwable failure) {
        if (!timerFails) {
            warn("the timer failed, polling goes on with the tracker's own: " + FailureReason.of(failure));
        }
        timerFails = true;
    }

    /** Ends an attempt that took too long. Runs on the timer's thread. */
    private void expire(PollAttempt attempt) {
        finish(attempt, failure(new TimeoutException("no answer within " + polled.timeout())));
        attempt.run().interruptSoon();
    }

    private PollResult failure(Throwable failure) {
        return PollResult.failure(failure, address);
    }

    private void warn(String what) {
        ledger.warn(server + ": " + what);
    }

    private void finish(PollAttempt attempt, PollResult result) {
        ledger.change((open, at) -> finish(attempt, result, open, at));
    }

    /** Handles the result of an attempt, under the ledger's lock. {@return whether it came in time} */
    private boolean finish(PollAttempt attempt, PollResult result, Ledger open, long at) {
        if (!attempt.decide()) {
            return false;
        }
        if (server.state instanceof ServerState.Closed) {
            closed = true;
            return false;
        }
        polled.countPoll();
        long moment = result.failure() == null ? at : unreachable(open, result, at);
        var isAccepted = Reports.polled(open, server, result, attempt.since(), moment, observation(result, moment));
        if (result.failure() != null) {
            failures++;
            polled.countFailure();
            if (failures == 1 && !isQuiet) {
                open.journal.log(Level.WARNING, server + ": " + result.reason());
            }
            open.journal.debug(server + ": poll failed, " + failures + " in a row", result.failure());
            return true;
        }
        open.journal.end(server.id(), Fact.Kind.UNREACHABLE, "");
        if (failures > 0 && !isQuiet) {
            open.journal.log(
                    Level.INFO,
                    server + ": answers again after " + failures + " failed poll" + (failures == 1 ? "" : "s"));
        }
        failures = 0;
        if (isAccepted) {
            certain = attempt.since();
        } else {
            polled.countRejectedClaim();
        }
        return true;
    }

    /** Records that the server cannot be polled. {@return the time of what follows} */
    private long unreachable(Ledger open, PollResult result, long at) {
        if (failures == 0) {
            open.journal.begin(server, Fact.Kind.UNREACHABLE, result.reason());
        }
        return open.journal.at(at);
    }

    /** Returns since when a change may have happened that a result shows. */
    private Observation observation(PollResult result, long at) {
        var ledFor = result.ledFor();
        if (certain < 0) {
            return new Observation(ledFor, true);
        }
        var sinceCertain = Duration.ofNanos(Math.max(1, at - certain));
        return Observation.within(ledFor.isZero() || sinceCertain.compareTo(ledFor) < 0 ? sinceCertain : ledFor);
    }

    private void arm(Cancellable set) {
        alarm = set;
        if (closed) {
            set.cancel();
        }
    }

    private void disarm() {
        var set = alarm;
        if (set != null) {
            set.cancel();
        }
    }

    @Override
    public void close() {
        closed = true;
        disarm();
        var attempt = present;
        if (attempt != null) {
            attempt.run().interruptSoon();
        }
    }
}
