package io.raftelection.internal;

import io.raftelection.Subscription;
import io.raftelection.spi.LeadershipProbe;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
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

    private volatile boolean closed;

    /** The end of the present look's time, or the begin of the next one. */
    private volatile @Nullable Subscription alarm;

    private volatile @Nullable Look present;

    /** How many looks failed in a row. Written under the cluster's lock; read there, and between two looks. */
    private int failures;

    /** When the latest look began whose answer left no doubt, in nanoseconds from the start. Guarded by that lock. */
    private long certain;

    PolledServer(PolledCluster polled, TrackedServer server, LeadershipProbe probe) {
        this.polled = polled;
        this.cluster = server.cluster();
        this.server = server;
        this.probe = probe;
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
        cluster.looked(this, look, ask(look));
        if (!closed) {
            rest();
        }
    }

    /** Waits until the next look. If the user's timer or random numbers fail, there is none: nobody knows who leads. */
    private void rest() {
        try {
            arm(cluster.schedule(polled.pause(failures), this::begin));
        } catch (RuntimeException | Error e) {
            cluster.looked(this, new Look(cluster.now()), Finding.failure(e));
            throw e;
        }
    }

    private Finding ask(Look look) {
        try {
            arm(cluster.schedule(polled.timeout(), () -> late(look)));
            return Finding.answer(server.id(), Checks.notNull(probe.look(), "answer"));
        } catch (Throwable e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt(); // for whoever did; taken back if it was us
            }
            return Finding.failure(e);
        } finally {
            look.run().end();
            disarm();
        }
    }

    /** On the timer's thread. */
    private void late(Look look) {
        cluster.looked(this, look, Finding.failure(new TimeoutException("no answer within " + polled.timeout())));
        cluster.interrupt(look.run());
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
            ledger.journal.warn(
                    "server " + server.id() + ": a look failed, " + failures + " in a row", finding.failure());
            return;
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
