package io.raftelection.internal;

import io.raftelection.Subscription;
import io.raftelection.spi.LeadershipProbe;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One server that is looked at until it is closed. A look runs on the executor, and the next one is due only when it is
 * over: so there is never more than one. The timer only says when to begin, and when an answer took too long.
 */
final class PolledServer implements Subscription {
    private final PolledCluster polled;
    private final TrackedCluster cluster;
    private final TrackedServer server;
    private final LeadershipProbe probe;
    private final String address;

    private volatile boolean closed;

    /** The end of the present look's time, or the begin of the next one. */
    private volatile @Nullable Subscription alarm;

    private volatile @Nullable Look present;

    /** Whether the user's timer failed before. Used by one look after another. */
    private volatile boolean timerFails;

    /** How many looks failed in a row. Written under the cluster's lock; read there, and between two looks. */
    private int failures;

    /** When the latest look began whose answer left no doubt, in nanoseconds from the start. Guarded by that lock. */
    private long certain;

    PolledServer(PolledCluster polled, TrackedServer server, LeadershipProbe probe) {
        this.polled = polled;
        this.cluster = server.cluster();
        this.server = server;
        this.probe = probe;
        this.address = Checks.notNull(probe.address(), "address");
    }

    /** Begins, with a look at once. */
    Subscription begun() {
        begin();
        return this;
    }

    private void begin() {
        cluster.execute(this::look);
    }

    private void look() {
        var look = new Look(cluster.now());
        present = look;
        if (closed) {
            look.run().end();
            return;
        }
        var finding = ask(look);
        cluster.refreshClock();
        cluster.looked(this, look, finding);
        if (!closed) {
            rest();
        }
    }

    /** Waits until the next look. Where no timer works there is none, and nobody knows any longer who leads. */
    private void rest() {
        try {
            schedule(polled.pause(failures, this::warn), this::begin);
        } catch (RuntimeException | Error e) {
            cluster.looked(this, new Look(cluster.now()), failure(e));
            warn("polling has ended, since no timer runs the next poll: " + FailureReason.of(e));
        }
    }

    private Finding ask(Look look) {
        try {
            schedule(polled.timeout(), () -> late(look));
            return Finding.answer(server.id(), Checks.notNull(probe.look(), "answer"));
        } catch (Throwable e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt(); // for whoever did; taken back if it was us
            }
            return failure(e);
        } finally {
            look.run().end();
            disarm();
        }
    }

    /** Sets the alarm for a task, which runs once. The user's timer may fail: then the tracker's own one takes over. */
    private void schedule(Duration delay, Runnable task) {
        var run = new AtomicBoolean();
        Runnable once = () -> {
            if (!run.getAndSet(true)) {
                task.run();
            }
        };
        Subscription set;
        try {
            set = Checks.notNull(cluster.schedule(delay, once), "timer's subscription");
        } catch (RuntimeException | Error e) {
            set = cluster.scheduleOnOwnTimer(delay, once);
            if (!timerFails) {
                warn("the timer failed, polling goes on with the tracker's own: " + FailureReason.of(e));
            }
            timerFails = true;
        }
        arm(set);
    }

    /** On the timer's thread. */
    private void late(Look look) {
        cluster.looked(this, look, failure(new TimeoutException("no answer within " + polled.timeout())));
        cluster.interrupt(look.run());
    }

    private Finding failure(Throwable failure) {
        return Finding.failure(failure, address);
    }

    private void warn(String what) {
        cluster.warn(server + ": " + what);
    }

    /** Takes in what a look found, under the cluster's lock. What comes after the end of its time is too late. */
    void take(Look look, Finding finding, Ledger ledger, long at) {
        if (!look.decide()) {
            return;
        }
        if (server.state instanceof ServerState.Closed) {
            closed = true;
            return;
        }
        polled.looked();
        var believed = ledger.seen(server, finding, at, Duration.ofNanos(Math.max(1, at - certain)));
        if (finding.failure() != null) {
            failures++;
            polled.failed();
            if (failures == 1) {
                ledger.journal.log(Level.WARNING, server + ": " + finding.reason());
            }
            ledger.journal.debug(server + ": poll failed, " + failures + " in a row", finding.failure());
            return;
        }
        if (failures > 0) {
            ledger.journal.log(
                    Level.INFO,
                    server + ": answers again after " + failures + " failed poll" + (failures == 1 ? "" : "s"));
        }
        failures = 0;
        if (believed) {
            certain = look.since();
        } else {
            polled.heldBackOne();
        }
    }

    private void arm(Subscription set) {
        alarm = set;
        if (closed) {
            set.close();
        }
    }

    private void disarm() {
        var set = alarm;
        if (set != null) {
            set.close();
        }
    }

    @Override
    public void close() {
        closed = true;
        disarm();
        var look = present;
        if (look != null) {
            cluster.interrupt(look.run());
        }
    }
}
