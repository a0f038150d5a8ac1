package io.raftelection.internal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.raftelection.Anomaly;
import io.raftelection.History;
import io.raftelection.Leadership;
import io.raftelection.LeadershipListener;
import io.raftelection.ListenerSubscription;
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
    private final WallClock wallClock;
    private final Timer timer;
    private final long startNanos;
    private final Callbacks callbacks;
    private final Outbox outbox;

    /** Guards itself: it is the one lock. */
    private final Ledger ledger;

    /** The same as the ledger's, for those two of their methods that need no lock. */
    private final Leaders leaders;

    private final Journal journal;

    /** Whether that of the user's timer was reported, once. */
    private volatile boolean timerFailed;

    /** Who has, or last had, the one place for an expectation. */
    @GuardedBy("ledger")
    private @Nullable Expectation claim;

    /** Why nothing is listened to any longer. */
    @GuardedBy("ledger")
    private @Nullable Cause deaf;

    /** Creates a cluster of no servers. */
    public TrackedCluster(Settings settings) {
        this.settings = settings;
        this.startedAt = Checks.time(settings.clock().instant(), "clock");
        this.timer = settings.timer().orElse(SharedThreads.TIMER);
        this.startNanos = timer.nanoTime();
        this.wallClock = new WallClock(settings.clock(), WallClock.isSystem(settings.clock()), startedAt, this::now);
        this.callbacks = new Callbacks(settings.name(), settings.logger(), settings.executor());
        this.outbox = new Outbox(callbacks);
        this.ledger = new Ledger(settings, outbox, new Outbox(callbacks));
        this.leaders = ledger.leaders;
        this.journal = ledger.journal;
    }

    // What engines say

    void acquired(TrackedServer server, @Nullable Attachment by, long term, long token) {
        long now = noted();
        List<Runnable> aftermath;
        synchronized (ledger) {
            if (!server.accepts(by)) {
                ledger.drop();
                return;
            }
            ledger.acquired(server, term, token, ledger.journal.at(now));
            aftermath = ledger.aftermath.take();
        }
        settle(aftermath);
    }

    void lost(TrackedServer server, @Nullable Attachment by, String reason) {
        long now = noted();
        List<Runnable> aftermath;
        synchronized (ledger) {
            if (!server.accepts(by)) {
                ledger.drop();
                return;
            }
            ledger.lost(server, reason, ledger.journal.at(now));
            aftermath = ledger.aftermath.take();
        }
        settle(aftermath);
    }

    /** See {@code LeadershipSink.newAttachment}. */
    Attachment attach(TrackedServer server) {
        var attachment = new Attachment(server);
        long now = noted();
        List<Runnable> aftermath;
        synchronized (ledger) {
            ledger.attach(server, attachment, ledger.journal.at(now));
            aftermath = ledger.aftermath.take();
        }
        settle(aftermath);
        return attachment;
    }

    /** Takes in what a look found. */
    void looked(PolledServer polled, Look look, Finding finding) {
        long now = noted();
        List<Runnable> aftermath;
        synchronized (ledger) {
            polled.take(look, finding, ledger, ledger.journal.at(now));
            aftermath = ledger.aftermath.take();
        }
        settle(aftermath);
    }

    /** Does what the lock put off. Whatever changes something ends here, without the lock. Never throws. */
    private void settle(List<Runnable> aftermath) {
        assert !Thread.holdsLock(ledger) : "foreign code would run under the lock";
        for (var step : aftermath) {
            try {
                step.run();
            } catch (Throwable e) { // a timer of the user's that cannot cancel
                warnLater("a step after an event failed", e);
            }
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
        var tracked = new ArrayList<TrackedServer>();
        try {
            polled.probes()
                    .forEach((id, probe) ->
                            tracked.add(track(id, server -> new PolledServer(polling, server, probe).begun())));
        } catch (Throwable e) {
            tracked.forEach(this::withdraw);
            throw e;
        }
        return polling;
    }

    private TrackedServer track(ServerId id, Function<TrackedServer, Subscription> source) {
        var server = add(id);
        Subscription subscription;
        try {
            subscription = Objects.requireNonNull(source.apply(server), "subscription: is null");
        } catch (Throwable e) {
            withdraw(server);
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
        return server;
    }

    /** Gives the place of a server back whose tracking failed, unless somebody else untracked it already. */
    private void withdraw(TrackedServer server) {
        long now = now();
        List<Runnable> aftermath;
        synchronized (ledger) {
            if (!ledger.roster.contains(server)) {
                return;
            }
            aftermath = remove(server, now);
        }
        settle(aftermath);
        release(server);
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
        long now = noted();
        List<Runnable> aftermath;
        TrackedServer server;
        synchronized (ledger) {
            server = ledger.roster.known(id);
            aftermath = remove(server, now);
        }
        settle(aftermath);
        release(server);
    }

    @GuardedBy("ledger")
    private List<Runnable> remove(TrackedServer server, long now) {
        ledger.untrack(
                server,
                ledger.journal.at(now),
                () -> new TrackerClosedException("server " + server.id() + ": untracked"));
        return ledger.aftermath.take();
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
        long now = noted();
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
        Subscription alarm;
        try {
            alarm = schedule(expectation.timeout(), () -> expired(expectation));
        } catch (Throwable e) {
            cancel(expectation);
            throw e;
        }
        callbacks.guard(() -> expectation.arm(alarm));
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
            var alarm = schedule(timeout, () -> ended.cancel(false));
            try {
                return ended.get();
            } catch (CancellationException e) {
                throw report(wait, now()).notLost(held);
            } catch (ExecutionException e) {
                throw new AssertionError("a loss does not fail", e);
            } finally {
                callbacks.guard(alarm::close);
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

    /**
     * Interrupts a task soon, whatever the user's executor does. It is not done on an engine's thread, since a thread
     * that waits in an interruptible channel or a selector runs foreign code when it is interrupted.
     */
    void interrupt(InterruptibleRun run) {
        SharedThreads.UNBOUNDED.execute(run::interrupt);
    }

    /** Runs a poll on the executor. */
    void execute(Runnable poll) {
        callbacks.poll(poll);
    }

    /** Logs a warning, on the executor. */
    void warn(String what) {
        synchronized (ledger) {
            journal.log(Level.WARNING, what);
        }
        outbox.drain();
    }

    Subscription schedule(Duration delay, Runnable task) {
        return Checks.notNull(timer.schedule(delay, task), "the timer's subscription");
    }

    /** The same on the tracker's own timer, where the user's failed. */
    Subscription scheduleOnOwnTimer(Duration delay, Runnable task) {
        return SharedThreads.TIMER.schedule(delay, task);
    }

    // Listening

    /** See {@code Tracker.subscribe}. */
    public ListenerSubscription subscribe(LeadershipListener listener) {
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
        return new ListenerSubscription() {
            @Override
            public void close() {
                unsubscribe(mailbox);
            }

            @Override
            public long events() {
                synchronized (ledger) {
                    return mailbox.events();
                }
            }
        };
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
        callbacks.warn("a slow listener missed " + missed + " events", null);
        mailbox.missed(missed, standings);
    }

    // Reading

    /** {@return time since the start} */
    public Duration elapsed() {
        return Duration.ofNanos(now());
    }

    /**
     * Nanoseconds from the start. Never throws, for engines call this: if the user's timer does, it is the start, and
     * the ledger makes it the time of the latest event.
     */
    long now() {
        try {
            return timer.nanoTime() - startNanos;
        } catch (Throwable e) {
            if (!timerFailed) {
                timerFailed = true;
                warnLater("its timer cannot tell the time", e);
            }
            return 0;
        }
    }

    /** Logs a warning, not on this thread. */
    private void warnLater(String what, Throwable e) {
        callbacks.execute(() -> callbacks.warn(what, e));
    }

    /** The same, for something that happens now and may be asked for its wall-clock time. */
    private long noted() {
        long now = now();
        wallClock.note(now);
        return now;
    }

    /** The wall-clock time of a moment in nanoseconds from the start, as far as is known. Reads no clock. */
    Instant instant(long at) {
        return wallClock.instant(at);
    }

    /** The same for a thread that may run the user's clock. */
    Instant wallTime(long at) {
        wallClock.refresh();
        return wallClock.instant(at);
    }

    /** Reads the clock again, which may be the user's. */
    void refreshClock() {
        wallClock.refresh();
    }

    /** See {@code Tracker.instant}. */
    public Instant instant(Duration at) {
        return wallTime(Checks.moment(at));
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
        wallClock.refresh();
        long now = now();
        synchronized (ledger) {
            var at = Duration.ofNanos(ledger.journal.at(now));
            return new History(
                    settings.name(),
                    startedAt,
                    at,
                    ledger.journal.events(),
                    ledger.journal.droppedEvents(),
                    wallClock.anchors());
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
