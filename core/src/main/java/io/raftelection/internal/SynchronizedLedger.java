package io.raftelection.internal;

import io.raftelection.ServerId;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The ledger of a cluster with its lock. A change reads the time, takes the lock, updates the ledger, and releases the
 * lock. Only then the same thread runs the {@link DeferredActions} and hands callbacks to their executor.
 */
final class SynchronizedLedger {
    private final ClusterTime time;
    private final CallbackExecutor callbacks;
    private final Outbox outbox;

    private final Waits waits;

    /** Its monitor is the lock. */
    private final Ledger ledger;

    SynchronizedLedger(Settings settings, ClusterTime time, CallbackExecutor callbacks) {
        this.time = time;
        this.callbacks = callbacks;
        this.outbox = new Outbox(callbacks);
        this.waits = new Waits(settings.name(), this, time, callbacks);
        this.ledger = new Ledger(settings, outbox, waits);
    }

    // The frequent reports, which create no object for the change.

    /** Handles a report of an acquisition. */
    void acquired(TrackedServer server, @Nullable Attachment by, long term, long token) {
        long now = now();
        List<Runnable> deferred;
        synchronized (ledger) {
            Reports.acquired(ledger, server, by, term, token, ledger.journal.at(now));
            deferred = ledger.decide();
        }
        settle(deferred);
    }

    /** Handles a report of a loss. */
    void lost(TrackedServer server, @Nullable Attachment by, String reason) {
        long now = now();
        List<Runnable> deferred;
        synchronized (ledger) {
            Reports.lost(ledger, server, by, reason, ledger.journal.at(now));
            deferred = ledger.decide();
        }
        settle(deferred);
    }

    /** Handles a report of readiness. */
    void ready(TrackedServer server, @Nullable Attachment by) {
        long now = now();
        List<Runnable> deferred;
        synchronized (ledger) {
            Reports.ready(ledger, server, by, ledger.journal.at(now));
            deferred = ledger.decide();
        }
        settle(deferred);
    }

    /** Handles a report of the leader that a server follows; null if it follows none. */
    void sees(TrackedServer server, @Nullable Attachment by, @Nullable ServerId leader, long term) {
        long now = now();
        List<Runnable> deferred;
        synchronized (ledger) {
            Reports.sees(ledger, server, by, new ReportedView(server.id(), leader, term, ledger.journal.at(now)));
            deferred = ledger.decide();
        }
        settle(deferred);
    }

    /** Any other change of the ledger, made under its lock. */
    interface Change<R> {

        /**
         * Makes the change.
         *
         * @param at the time of the change, in nanoseconds from the start of the tracker
         */
        R make(Ledger ledger, long at);
    }

    /** Makes a change at the present moment. Throws only what the change throws. */
    <R> R change(Change<R> change) {
        long now = now();
        R result;
        List<Runnable> deferred;
        synchronized (ledger) {
            result = change.make(ledger, ledger.journal.at(now));
            deferred = ledger.decide();
        }
        settle(deferred);
        return result;
    }

    /** Returns the time of a change, and does what must precede the lock. */
    private long now() {
        Jfr.prepare();
        return time.eventTime();
    }

    /** Runs what was put off until the lock is free. Never throws. */
    private void settle(List<Runnable> deferred) {
        assert !Thread.holdsLock(ledger) : "foreign code would run under the lock";
        for (var action : deferred) {
            try {
                action.run();
            } catch (Throwable e) { // for example a user's timer that cannot cancel
                callbacks.warnSoon("a step after an event failed", e);
            }
        }
        outbox.drain();
        ledger.journal.drain(); // needs no lock
    }

    /** Uses the ledger under its lock, for what defers no actions and runs no callbacks. */
    <R> R use(Function<Ledger, R> reader) {
        synchronized (ledger) {
            return reader.apply(ledger);
        }
    }

    /** The same for an action without a result. */
    void run(Consumer<Ledger> action) {
        synchronized (ledger) {
            action.accept(ledger);
        }
    }

    /** Returns the leaders, for the methods that need no lock. */
    Leaders leaders() {
        return ledger.leaders;
    }

    /** Returns the waits, which use this ledger. */
    Waits waits() {
        return waits;
    }

    /** Logs a warning, on the executor. */
    void warn(String what) {
        synchronized (ledger) {
            ledger.journal.log(Level.WARNING, what);
        }
        outbox.drain();
    }
}
