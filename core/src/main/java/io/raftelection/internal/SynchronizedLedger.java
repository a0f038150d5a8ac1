package io.raftelection.internal;

import java.lang.System.Logger.Level;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The ledger of a cluster with its lock. A change reads the time, takes the lock, updates the ledger, and releases the
 * lock. Only then the same thread runs the {@link DeferredActions} and hands callbacks to their executor.
 */
final class SynchronizedLedger {
    private final ClusterTime time;
    private final CallbackExecutor callbacks;
    private final Outbox outbox;

    /** Its monitor is the lock. */
    private final Ledger ledger;

    /** These are the ledger's. Some of their methods need no lock. */
    private final Leaders leaders;

    private final Journal journal;

    SynchronizedLedger(Settings settings, ClusterTime time, CallbackExecutor callbacks) {
        this.time = time;
        this.callbacks = callbacks;
        this.outbox = new Outbox(callbacks);
        this.ledger = new Ledger(settings, outbox, new Outbox(callbacks));
        this.leaders = ledger.leaders;
        this.journal = ledger.journal;
    }

    /** A change of the ledger, made under its lock. */
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
        long now = time.eventTime();
        R result;
        List<Runnable> deferred;
        synchronized (ledger) {
            result = change.make(ledger, journal.at(now));
            ledger.decide();
            deferred = ledger.deferred.take();
        }
        settle(deferred);
        return result;
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
        journal.drain();
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
        return leaders;
    }

    /** Logs a warning, on the executor. */
    void warn(String what) {
        synchronized (ledger) {
            journal.log(Level.WARNING, what);
        }
        outbox.drain();
    }
}
