package io.raftelection.internal;

import io.raftelection.Loss.Cause;
import io.raftelection.Polling;
import io.raftelection.ServerId;
import io.raftelection.Subscription;
import io.raftelection.internal.ServerState.Closed;
import io.raftelection.spi.PolledLeadership;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/** Tracks and untracks servers, and closes the sources of their notifications. Safe for use by many threads. */
final class Sources {
    private final SynchronizedLedger ledger;
    private final ClusterTime time;
    private final CallbackExecutor callbacks;

    Sources(SynchronizedLedger ledger, ClusterTime time, CallbackExecutor callbacks) {
        this.ledger = ledger;
        this.time = time;
        this.callbacks = callbacks;
    }

    /** Tracks a server without a source. */
    TrackedServer track(ServerId id) {
        var server = new TrackedServer(ledger, id);
        return ledger.use(open -> {
            open.requireOpen();
            if (open.isStopped()) {
                server.state = new Closed();
            }
            open.roster.add(server);
            return server;
        });
    }

    /** Tracks a server with a source, which is subscribed to on this thread. */
    TrackedServer track(ServerId id, Function<TrackedServer, Subscription> source) {
        var server = track(id);
        Subscription subscription;
        try {
            subscription = Objects.requireNonNull(source.apply(server), "subscription: is null");
        } catch (Throwable e) {
            withdraw(server);
            throw e;
        }
        boolean late = ledger.use(open -> {
            server.reported().source = subscription;
            return open.isClosed() || !open.roster.contains(server);
        });
        if (late) {
            release(server);
        }
        return server;
    }

    /** Tracks all servers of a polled system, or none of them. */
    Polling track(PolledLeadership polled) {
        var polling = new PolledCluster(polled);
        var tracked = new ArrayList<TrackedServer>();
        try {
            polled.probes()
                    .forEach((id, probe) -> tracked.add(track(
                            id, server -> new PolledServer(polling, server, probe, ledger, time, callbacks).begun())));
        } catch (Throwable e) {
            tracked.forEach(this::withdraw);
            throw e;
        }
        return polling;
    }

    /** Untracks a server whose source failed, unless another thread has untracked it already. */
    private void withdraw(TrackedServer server) {
        boolean removed = ledger.change((open, at) -> {
            if (!open.roster.contains(server)) {
                return false;
            }
            open.untrack(server, at);
            return true;
        });
        if (removed) {
            release(server);
        }
    }

    /** See {@code Tracker.untrack}. */
    void untrack(ServerId id) {
        release(ledger.change((open, at) -> {
            var server = open.roster.known(id);
            open.untrack(server, at);
            return server;
        }));
    }

    /** See {@code Tracker.ignore} and {@code Tracker.close}. */
    void stop(Cause cause) {
        var stopped = ledger.change(
                (open, at) -> open.stop(cause, at) ? List.copyOf(open.roster.all()) : List.<TrackedServer>of());
        if (cause == Cause.CLOSED) {
            stopped.forEach(this::release);
        }
    }

    /** Closes the source of a server. */
    private void release(TrackedServer server) {
        var source = ledger.use(open -> server.takeSource());
        source.ifPresent(subscription -> callbacks.guard(subscription::close));
    }
}
