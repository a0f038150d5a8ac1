package io.raftelection.internal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.raftelection.Anomaly;
import io.raftelection.History;
import io.raftelection.Leadership;
import io.raftelection.LeadershipListener;
import io.raftelection.Loss;
import io.raftelection.Loss.Cause;
import io.raftelection.Polling;
import io.raftelection.ServerId;
import io.raftelection.Standing;
import io.raftelection.Subscription;
import io.raftelection.TrackerClosedException;
import io.raftelection.internal.ServerState.Closed;
import io.raftelection.spi.LeadershipSink;
import io.raftelection.spi.LeadershipSource;
import io.raftelection.spi.PolledLeadership;
import io.raftelection.spi.Timer;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The shell around the {@link Ledger} of a cluster: it makes it safe for many threads.
 *
 * <p>Every event reads the time, takes the one lock, lets the ledger take it in, and releases the lock. Only then the
 * same thread wakes whom the {@link Aftermath} names, and hands what is left to the callback executor: foreign code.
 */
public final class TrackedCluster {
    private final Settings settings;
    private final Instant startedAt;
    private final Timer timer;
    private final SystemTimer ownTimer;
    private final long startNanos;
    private final Callbacks callbacks;
    private final Outbox outbox;

    /** Guards itself: it is the one lock. */
    private final Ledger ledger;

    /** The same as the ledger's, for those two of their methods that need no lock. */
    private final Leaders leaders;

    private final Journal journal;

    /** Who has, or last had, the one place for an expectation. */
    @GuardedBy("ledger")
    private @Nullable Expectation claim;

    /** Why nothing is listened to any longer. */
    @GuardedBy("ledger")
    private @Nullable Cause deaf;

    /** Creates a cluster of no servers. */
    public TrackedCluster(Settings settings) {
        this.settings = settings;
        this.startedAt = Checks.start(settings.clock().instant());
        this.ownTimer = new SystemTimer(settings.name());
        this.timer = settings.timer().orElse(ownTimer);
        this.startNanos = timer.nanoTime();
        this.callbacks = new Callbacks(settings.name(), settings.logger(), settings.executor());
        this.outbox = new Outbox(callbacks);
        this.ledger = new Ledger(settings, outbox, new Outbox(callbacks));
        this.leaders = ledger.leaders;
        this.journal = ledger.journal;
    }

    // What engines say

    void acquired(TrackedServer server, long term) {
        long now = now();
        List<Runnable> aftermath;
        synchronized (ledger) {
            ledger.acquired(server, term, ledger.journal.at(now));
            aftermath = ledger.aftermath.take();
        }
        settle(aftermath);
    }

    void lost(TrackedServer server, String reason) {
        long now = now();
        List<Runnable> aftermath;
        synchronized (ledger) {
            ledger.lost(server, reason, ledger.journal.at(now));
            aftermath = ledger.aftermath.take();
        }
        settle(aftermath);
    }

    /** Takes in what a look found. */
    void looked(PolledServer polled, Look look, Finding finding) {
        long now = now();
        List<Runnable> aftermath;
        synchronized (ledger) {
            polled.take(look, finding, ledger, ledger.journal.at(now));
            aftermath = ledger.aftermath.take();
        }
        settle(aftermath);
    }

    /** Does what the lock put off. Whatever changes something ends here, without the lock. */
    private void settle(List<Runnable> aftermath) {
        assert !Thread.holdsLock(ledger) : "foreign code would run under the lock";
        for (var step : aftermath) {
            step.run();
        }
        outbox.drain();
        journal.drain();
    }

    // Whom to listen to

    /** See {@code Tracker.track}. */
    public LeadershipSink track(ServerId id) {
        return add(id);
    }

    /** See {@code Tracker.track}. */
    public void track(ServerId id, LeadershipSource source) {
        track(id, source::subscribe);
    }

    /** See {@code Tracker.track}. */
    public Polling track(PolledLeadership polled) {
        var polling = new PolledCluster(polled);
        var tracked = new ArrayList<ServerId>();
        try {
            polled.probes().forEach((id, probe) -> {
                track(id, server -> new PolledServer(polling, server, probe).begun());
                tracked.add(id);
            });
        } catch (RuntimeException | Error e) {
            tracked.forEach(this::untrack);
            throw e;
        }
        return polling;
    }

    private void track(ServerId id, Function<TrackedServer, Subscription> source) {
        var server = add(id);
        Subscription subscription;
        try {
            subscription = Objects.requireNonNull(source.apply(server), "subscription: is null");
        } catch (RuntimeException | Error e) {
            untrack(server.id());
            throw e;
        }
        boolean late;
        synchronized (ledger) {
            server.source = subscription;
            late = deaf == Cause.CLOSED || !ledger.roster.contains(server);
        }
        if (late) {
            release(server);
        }
    }

    private TrackedServer add(ServerId id) {
        var server = new TrackedServer(this, id);
        synchronized (ledger) {
            if (deaf == Cause.CLOSED) {
                throw deafness(deaf);
            }
            if (deaf != null) {
                server.state = new Closed();
            }
            ledger.roster.add(server);
        }
        return server;
    }

    /** See {@code Tracker.untrack}. */
    public void untrack(ServerId id) {
        long now = now();
        List<Runnable> aftermath;
        TrackedServer server;
        synchronized (ledger) {
            server = ledger.roster.known(id);
            ledger.untrack(
                    server, ledger.journal.at(now), () -> new TrackerClosedException("server " + id + ": untracked"));
            aftermath = ledger.aftermath.take();
        }
        settle(aftermath);
        release(server);
    }

    /** Tells a source that its notifications are no longer wanted. */
    private void release(TrackedServer server) {
        Subscription source;
        synchronized (ledger) {
            source = server.source;
            server.source = null;
        }
        if (source != null) {
            callbacks.guard(source::close);
        }
    }

    /** See {@code Tracker.ignore} and {@code Tracker.close}. */
    public void stop(Cause cause) {
        long now = now();
        List<Runnable> aftermath;
        List<TrackedServer> stopped;
        synchronized (ledger) {
            if (deaf == cause || deaf == Cause.CLOSED) {
                return;
            }
            deaf = cause;
            stopped = ledger.roster.all();
            ledger.close(cause, ledger.journal.at(now), () -> deafness(cause));
            aftermath = ledger.aftermath.take();
        }
        settle(aftermath);
        if (cause == Cause.CLOSED) {
            stopped.forEach(this::release);
            ownTimer.close();
            callbacks.close();
        }
    }

    /** Takes no lock: whoever waited asks for it, under the lock of what he waited for. */
    private TrackerClosedException deafness(Cause cause) {
        return new TrackerClosedException(
                "tracker " + settings.name() + ": " + (cause == Cause.IGNORED ? "ignores its servers" : "closed"));
    }

    // Waiting

    /** See {@code Tracker.expect}. */
    public Expectation expect(Set<ServerId> ids, Duration timeout) {
        var expectation = new Expectation(this, ids, timeout, now());
        synchronized (ledger) {
            listening(ids);
            if (claim != null && claim.isClaim()) {
                throw claim.alreadyRequested();
            }
            ledger.roster.expect(expectation);
            claim = expectation;
        }
        arm(expectation);
        return expectation;
    }

    /** See {@code Tracker.await}. */
    public Leadership await(Set<ServerId> ids, Duration timeout) throws InterruptedException {
        var observer = new Expectation(this, ids, timeout, now());
        synchronized (ledger) {
            listening(ids);
            var present = ledger.leaders.first(observer::includes);
            if (present.isPresent()) {
                return present.get();
            }
            ledger.observers.add(observer);
        }
        arm(observer);
        try {
            return observer.done();
        } finally {
            cancel(observer);
        }
    }

    @GuardedBy("ledger")
    private void listening(Set<ServerId> ids) {
        if (deaf != null) {
            throw deafness(deaf);
        }
        for (var id : ids) {
            ledger.roster.known(id);
        }
    }

    private void arm(Expectation expectation) {
        try {
            expectation.arm(timer.schedule(expectation.timeout(), () -> expired(expectation)));
        } catch (RuntimeException e) {
            cancel(expectation);
            throw e;
        }
    }

    private void expired(Expectation expectation) {
        long now = now();
        List<Runnable> aftermath;
        synchronized (ledger) {
            if (expectation.isDone()) {
                return;
            }
            var report = report(expectation, now);
            ledger.expired(expectation, report::notAcquired);
            aftermath = ledger.aftermath.take();
        }
        settle(aftermath);
    }

    boolean cancel(Expectation expectation) {
        List<Runnable> aftermath;
        synchronized (ledger) {
            if (expectation.isDone()) {
                return false;
            }
            Supplier<RuntimeException> failure =
                    () -> new CancellationException(expectation.subject() + ": expectation cancelled");
            ledger.cancelled(expectation, failure);
            aftermath = ledger.aftermath.take();
        }
        settle(aftermath);
        return true;
    }

    /** Waits for a loss; {@code ended} is this call's own, so that it leaves nothing behind. */
    Loss awaitLost(HeldLeadership held, CompletableFuture<Loss> ended, Duration timeout) throws InterruptedException {
        var wait = new Expectation(this, Set.of(held.server()), timeout, now());
        try {
            var alarm = Checks.notNull(timer.schedule(timeout, () -> ended.cancel(false)), "timer: subscription");
            try {
                return ended.get();
            } catch (CancellationException e) {
                throw report(wait, now()).notLost(held);
            } catch (ExecutionException e) {
                throw new AssertionError("a loss does not fail", e);
            } finally {
                alarm.close();
            }
        } finally {
            ended.cancel(false);
        }
    }

    private TimeoutReport report(Expectation expectation, long now) {
        synchronized (ledger) {
            var at = Duration.ofNanos(ledger.journal.at(now));
            return new TimeoutReport(expectation, at, ledger.roster.standings(), leader());
        }
    }

    void interrupt(InterruptibleRun run) {
        callbacks.execute(run::interrupt);
    }

    /** Runs foreign code on the executor. */
    void execute(Runnable task) {
        callbacks.execute(() -> callbacks.guard(task));
    }

    Subscription schedule(Duration delay, Runnable task) {
        return timer.schedule(delay, task);
    }

    // Listening

    /** See {@code Tracker.subscribe}. */
    public Subscription subscribe(LeadershipListener listener) {
        var mailbox = new Mailbox(listener, settings.mailboxSize(), new Outbox(callbacks), this::tellMissed);
        synchronized (ledger) {
            if (deaf == Cause.CLOSED) {
                throw deafness(deaf);
            }
            for (var held : ledger.leaders.held()) {
                mailbox.present(held.present());
            }
            ledger.journal.add(mailbox);
        }
        mailbox.drain();
        return () -> unsubscribe(mailbox);
    }

    private void unsubscribe(Mailbox mailbox) {
        synchronized (ledger) {
            ledger.journal.remove(mailbox);
        }
    }

    /** Ends a listener's gap, on its own outbox. */
    private void tellMissed(Mailbox mailbox) {
        long missed;
        List<Standing> standings;
        synchronized (ledger) {
            missed = mailbox.endGap();
            standings = ledger.roster.standings();
        }
        var warning = "tracker " + settings.name() + ": a slow listener missed " + missed + " events";
        settings.logger().log(Level.WARNING, warning);
        mailbox.missed(missed, standings);
    }

    // Reading

    /** {@return time since the start} */
    public Duration elapsed() {
        return Duration.ofNanos(now());
    }

    /** Nanoseconds from the start. */
    long now() {
        return timer.nanoTime() - startNanos;
    }

    /** The wall-clock time of a moment in nanoseconds from the start. */
    Instant instant(long at) {
        return startedAt.plusNanos(at);
    }

    /** See {@code Tracker.leader}. */
    public Optional<HeldLeadership> leader() {
        return leaders.first();
    }

    /** See {@code Tracker.standings}. */
    public List<Standing> standings() {
        synchronized (ledger) {
            return ledger.roster.standings();
        }
    }

    /** See {@code Tracker.history}. */
    public History history() {
        long now = now();
        synchronized (ledger) {
            var at = Duration.ofNanos(ledger.journal.at(now));
            return new History(settings.name(), startedAt, at, ledger.journal.events(), ledger.journal.droppedEvents());
        }
    }

    /** See {@code Tracker.anomalies}. */
    public List<Anomaly> anomalies() {
        synchronized (ledger) {
            return ledger.journal.anomalies();
        }
    }

    /** See {@code Tracker.dropped}. */
    public long dropped() {
        synchronized (ledger) {
            return ledger.dropped();
        }
    }

    @Override
    public String toString() {
        return "tracker " + settings.name() + ": "
                + leader().map(HeldLeadership::toString).orElse("nobody leads");
    }
}
