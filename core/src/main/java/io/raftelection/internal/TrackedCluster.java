package io.raftelection.internal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.raftelection.Anomaly;
import io.raftelection.History;
import io.raftelection.Leadership;
import io.raftelection.LeadershipEvent;
import io.raftelection.LeadershipEvent.Acquired;
import io.raftelection.LeadershipEvent.Lost;
import io.raftelection.LeadershipListener;
import io.raftelection.Loss;
import io.raftelection.Loss.Cause;
import io.raftelection.ServerId;
import io.raftelection.Standing;
import io.raftelection.Subscription;
import io.raftelection.TrackerClosedException;
import io.raftelection.internal.Effect.End;
import io.raftelection.internal.Effect.Fail;
import io.raftelection.internal.Effect.Fulfil;
import io.raftelection.internal.Effect.Tell;
import io.raftelection.internal.ServerState.Closed;
import io.raftelection.internal.ServerState.Expected;
import io.raftelection.internal.ServerState.Leading;
import io.raftelection.spi.LeadershipSink;
import io.raftelection.spi.LeadershipSource;
import io.raftelection.spi.Timer;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The shell around the states of a cluster's servers.
 *
 * <p>Every event takes the one lock, lets the state answer, keeps the next state and carries its effects out as far as
 * they are assignments. The rest is put aside: waking threads into an {@link Aftermath}, which the same thread runs
 * once the lock is released; foreign code into outboxes, which run on the callback executor.
 */
public final class TrackedCluster {
    /** So many servers are named in a message. */
    private static final int NAMED = 20;

    final Object lock = new Object();

    private final Settings settings;
    private final Instant startedAt;
    private final Timer timer;
    private final SystemTimer ownTimer;
    private final long startNanos;
    private final Callbacks callbacks;
    private final Outbox outbox;

    @GuardedBy("lock")
    private final Journal journal;

    private final Leaders leaders = new Leaders();

    @GuardedBy("lock")
    private final Map<ServerId, TrackedServer> servers = new LinkedHashMap<>(4);

    /** Those who wait without a claim. */
    @GuardedBy("lock")
    private final List<Expectation> observers = new ArrayList<>(0);

    /** Who has, or last had, the one place for an expectation. */
    @GuardedBy("lock")
    private @Nullable Expectation claim;

    @GuardedBy("lock")
    private long dropped;

    /** Why nothing is listened to any longer. */
    @GuardedBy("lock")
    private @Nullable Cause deaf;

    /** Creates a cluster of no servers. */
    public TrackedCluster(Settings settings) {
        this.settings = settings;
        this.startedAt = settings.clock().instant();
        this.ownTimer = new SystemTimer(settings.name());
        this.timer = settings.timer().orElse(ownTimer);
        this.startNanos = timer.nanoTime();
        this.callbacks = new Callbacks(settings.name(), settings.logger(), settings.executor());
        this.outbox = new Outbox(callbacks);
        this.journal = new Journal(settings, outbox);
    }

    // What engines say

    void acquired(TrackedServer server, OptionalLong term) {
        var now = elapsed();
        var aftermath = new Aftermath();
        synchronized (lock) {
            if (isDeaf(server)) {
                dropped++;
                return;
            }
            var at = journal.at(now);
            var candidate = new HeldLeadership(this, server.id(), term, leaders.nextTenure(), at);
            var transition = server.state.acquired(candidate);
            var odd = apply(server, transition, at, TrackedCluster::noFailure, aftermath);
            if (!transition.next().equals(new Leading(candidate))) {
                record(server, new Acquired(at, server.id(), term, OptionalLong.empty(), kinds(odd)), odd);
                return;
            }
            leaders.acquired(candidate)
                    .ifPresent(other -> odd.add(new Tell(Anomaly.Kind.SPLIT_TERM, other + " acquired it too")));
            var event = new Acquired(at, server.id(), term, OptionalLong.of(candidate.tenure()), kinds(odd));
            candidate.acquisition = event;
            record(server, event, odd);
            observers.removeIf(observer -> fulfil(observer, candidate, aftermath));
        }
        settle(aftermath);
    }

    void lost(TrackedServer server, String reason) {
        var now = elapsed();
        var aftermath = new Aftermath();
        synchronized (lock) {
            if (isDeaf(server)) {
                dropped++;
                return;
            }
            var at = journal.at(now);
            var cause = cause(server, reason);
            var transition = server.state.lost(cause, reason);
            var odd = apply(server, transition, at, TrackedCluster::noFailure, aftermath);
            if (!odd.isEmpty()) {
                var none = OptionalLong.empty();
                record(server, new Lost(at, server.id(), none, none, cause, reason, kinds(odd)), odd);
            }
        }
        settle(aftermath);
    }

    @GuardedBy("lock")
    private Cause cause(TrackedServer server, String reason) {
        if (!reason.isEmpty()) {
            return Cause.ENGINE_REASON;
        }
        return server.state instanceof Leading leading && leaders.isSuperseded(leading.leadership())
                ? Cause.SUPERSEDED
                : Cause.STEPPED_DOWN;
    }

    @GuardedBy("lock")
    private boolean isDeaf(TrackedServer server) {
        return server.state instanceof Closed;
    }

    // What follows from it

    /**
     * Keeps the next state and carries the effects out; answers with what is odd, for the event that is recorded last.
     */
    @GuardedBy("lock")
    private List<Tell> apply(
            TrackedServer server,
            Transition transition,
            Duration at,
            Supplier<RuntimeException> failure,
            Aftermath aftermath) {
        server.state = transition.next();
        var odd = new ArrayList<Tell>(0);
        for (var effect : transition.effects()) {
            if (effect instanceof Tell tell) {
                if (settings.strict() || tell.kind() != Anomaly.Kind.UNEXPECTED) {
                    odd.add(tell);
                }
            } else if (effect instanceof Fulfil fulfil) {
                withdraw(fulfil.expectation());
                fulfil.expectation().fulfil(fulfil.leadership(), outbox, aftermath);
            } else if (effect instanceof Fail fail) {
                if (!isExpectedStill(fail.expectation())) {
                    fail.expectation().fail(failure, outbox, aftermath);
                }
            } else if (effect instanceof End end) {
                end(server, end, at, aftermath);
            }
        }
        return odd;
    }

    @GuardedBy("lock")
    private void end(TrackedServer server, End end, Duration at, Aftermath aftermath) {
        var held = end.leadership();
        var id = server.id();
        leaders.ended(held);
        held.end(new Loss(id, held.term(), held.tenure(), end.cause(), end.reason(), instant(at)), outbox, aftermath);
        var tenure = OptionalLong.of(held.tenure());
        record(server, new Lost(at, id, held.term(), tenure, end.cause(), end.reason(), Set.of()), List.of());
    }

    @GuardedBy("lock")
    private void record(TrackedServer server, LeadershipEvent event, List<Tell> odd) {
        server.lastEvent = event;
        journal.record(event, odd, this);
    }

    private static Set<Anomaly.Kind> kinds(List<Tell> odd) {
        if (odd.isEmpty()) {
            return Set.of();
        }
        var kinds = EnumSet.noneOf(Anomaly.Kind.class);
        odd.forEach(tell -> kinds.add(tell.kind()));
        return Collections.unmodifiableSet(kinds);
    }

    /** An expectation of several servers fails only with the last of them. */
    @GuardedBy("lock")
    private boolean isExpectedStill(Expectation expectation) {
        return tracked(expectation)
                .anyMatch(server -> server.state instanceof Expected expected && expected.expectation() == expectation);
    }

    @GuardedBy("lock")
    private void withdraw(Expectation expectation) {
        tracked(expectation)
                .forEach(server ->
                        server.state = server.state.withdrawn(expectation).next());
    }

    @GuardedBy("lock")
    private Stream<TrackedServer> tracked(Expectation expectation) {
        return expectation.servers().stream().map(servers::get).filter(Objects::nonNull);
    }

    private boolean fulfil(Expectation observer, HeldLeadership leadership, Aftermath aftermath) {
        if (!observer.includes(leadership.server())) {
            return false;
        }
        observer.fulfil(leadership, outbox, aftermath);
        return true;
    }

    private static RuntimeException noFailure() {
        return new IllegalStateException("a notification fails nobody");
    }

    /** Does what the lock put off. Every public door that changes something ends here, without the lock. */
    private void settle(Aftermath aftermath) {
        assert !Thread.holdsLock(lock) : "foreign code would run under the lock";
        aftermath.run();
        outbox.drain();
        journal.drain();
    }

    // Whom to listen to

    /** See {@code Tracker.track}. */
    public LeadershipSink track(ServerId id) {
        return add(id);
    }

    /** See {@code Tracker.track}. */
    public void track(LeadershipSource source) {
        var server = add(source.server());
        Subscription subscription;
        try {
            subscription = Objects.requireNonNull(source.subscribe(server), "subscription: is null");
        } catch (RuntimeException | Error e) {
            untrack(server.id());
            throw e;
        }
        boolean late;
        synchronized (lock) {
            server.source = subscription;
            late = servers.get(server.id()) != server || deaf == Cause.CLOSED;
        }
        if (late) {
            subscription.close();
        }
    }

    private TrackedServer add(ServerId id) {
        synchronized (lock) {
            if (deaf == Cause.CLOSED) {
                throw deafness(deaf);
            }
            var server = new TrackedServer(this, id);
            if (deaf != null) {
                server.state = new Closed();
            }
            if (servers.putIfAbsent(id, server) != null) {
                throw new IllegalArgumentException("an observer for server " + id + " is already registered");
            }
            return server;
        }
    }

    /** See {@code Tracker.untrack}. */
    public void untrack(ServerId id) {
        var now = elapsed();
        var aftermath = new Aftermath();
        TrackedServer server;
        synchronized (lock) {
            server = known(id);
            servers.remove(id);
            close(server, Cause.CLOSED, journal.at(now), () -> untracked(id), aftermath);
            observers.removeIf(observer -> fail(observer, () -> untracked(id), aftermath));
        }
        settle(aftermath);
        release(server);
    }

    private static TrackerClosedException untracked(ServerId id) {
        return new TrackerClosedException("server " + id + ": untracked");
    }

    /** Fails who waits for servers of which none is tracked any more. */
    @GuardedBy("lock")
    private boolean fail(Expectation observer, Supplier<RuntimeException> failure, Aftermath aftermath) {
        if (observer.servers().isEmpty() || tracked(observer).findAny().isPresent()) {
            return false;
        }
        observer.fail(failure, outbox, aftermath);
        return true;
    }

    @GuardedBy("lock")
    private void close(
            TrackedServer server, Cause cause, Duration at, Supplier<RuntimeException> failure, Aftermath aftermath) {
        apply(server, server.state.close(cause), at, failure, aftermath);
    }

    /** Tells a source that its notifications are no longer wanted. */
    private void release(TrackedServer server) {
        Subscription source;
        synchronized (lock) {
            source = server.source;
            server.source = null;
        }
        if (source != null) {
            callbacks.guard(source::close);
        }
    }

    /** See {@code Tracker.ignore} and {@code Tracker.close}. */
    public void stop(Cause cause) {
        var now = elapsed();
        var aftermath = new Aftermath();
        List<TrackedServer> stopped;
        synchronized (lock) {
            if (deaf == cause || deaf == Cause.CLOSED) {
                return;
            }
            deaf = cause;
            var at = journal.at(now);
            Supplier<RuntimeException> failure = () -> deafness(cause);
            stopped = List.copyOf(servers.values());
            stopped.forEach(server -> close(server, cause, at, failure, aftermath));
            observers.forEach(observer -> observer.fail(failure, outbox, aftermath));
            observers.clear();
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
        var now = elapsed();
        Expectation expectation;
        synchronized (lock) {
            listening(ids);
            if (claim != null && claim.isClaim()) {
                throw claim.alreadyRequested();
            }
            expectation = new Expectation(this, ids, timeout, now);
            var wish = expectation;
            var next = tracked(wish)
                    .map(server -> server.state.expect(wish).next())
                    .toList();
            var states = next.iterator();
            tracked(wish).forEach(server -> server.state = states.next());
            claim = wish;
        }
        arm(expectation);
        return expectation;
    }

    /** See {@code Tracker.await}. */
    public Leadership await(Set<ServerId> ids, Duration timeout) throws InterruptedException {
        var now = elapsed();
        Expectation observer;
        synchronized (lock) {
            listening(ids);
            var present = leaders.held().stream()
                    .filter(held -> ids.isEmpty() || ids.contains(held.server()))
                    .reduce((one, other) -> other.outranks(one) ? other : one);
            if (present.isPresent()) {
                return present.get();
            }
            observer = new Expectation(this, ids, timeout, now);
            observers.add(observer);
        }
        arm(observer);
        try {
            return observer.done();
        } finally {
            cancel(observer);
        }
    }

    Loss awaitLost(HeldLeadership held, CompletableFuture<Loss> ended, Duration timeout) throws InterruptedException {
        var over = new CompletableFuture<Object>();
        var deadline = elapsed().plus(timeout);
        var alarm = timer.schedule(timeout, () -> over.complete(timeout));
        try {
            if (CompletableFuture.anyOf(ended, over).get() instanceof Loss loss) {
                return loss;
            }
        } catch (ExecutionException e) {
            throw new AssertionError("neither of them fails", e);
        } finally {
            alarm.close();
        }
        throw report("server " + held.server(), Set.of(held.server()), timeout, deadline, elapsed())
                .notLost(held);
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
        var now = elapsed();
        var aftermath = new Aftermath();
        synchronized (lock) {
            if (expectation.isDone()) {
                return;
            }
            var report = report(
                    expectation.subject(), expectation.servers(), expectation.timeout(), expectation.deadline(), now);
            Supplier<RuntimeException> failure = report::notAcquired;
            if (observers.remove(expectation)) {
                expectation.fail(failure, outbox, aftermath);
            } else {
                tracked(expectation)
                        .forEach(server ->
                                apply(server, server.state.expired(expectation), report.at(), failure, aftermath));
            }
        }
        settle(aftermath);
    }

    boolean cancel(Expectation expectation) {
        var aftermath = new Aftermath();
        synchronized (lock) {
            if (expectation.isDone()) {
                return false;
            }
            observers.remove(expectation);
            withdraw(expectation);
            expectation.fail(
                    () -> new CancellationException(expectation.subject() + ": expectation cancelled"),
                    outbox,
                    aftermath);
        }
        settle(aftermath);
        return true;
    }

    @GuardedBy("lock")
    private void listening(Set<ServerId> ids) {
        if (deaf != null) {
            throw deafness(deaf);
        }
        ids.forEach(this::known);
    }

    @GuardedBy("lock")
    private TrackedServer known(ServerId id) {
        var server = servers.get(id);
        if (server == null) {
            throw new IllegalArgumentException("server " + id + ": not tracked, " + names());
        }
        return server;
    }

    @GuardedBy("lock")
    private String names() {
        if (servers.isEmpty()) {
            return "no server is";
        }
        var more = servers.size() - NAMED;
        return servers.keySet().stream()
                .limit(NAMED)
                .map(ServerId::value)
                .collect(Collectors.joining(", ", "expected one of ", more > 0 ? " and " + more + " more" : ""));
    }

    void interrupt(LeaderRun run) {
        callbacks.execute(run::interrupt);
    }

    // Listening

    /** See {@code Tracker.subscribe}. */
    public Subscription subscribe(LeadershipListener listener) {
        var mailbox = new Mailbox(listener, settings.mailboxSize(), new Outbox(callbacks));
        synchronized (lock) {
            if (deaf == Cause.CLOSED) {
                throw deafness(deaf);
            }
            leaders.held().forEach(held -> mailbox.present(Objects.requireNonNull(held.acquisition)));
            journal.add(mailbox);
        }
        mailbox.drain();
        return () -> unsubscribe(mailbox);
    }

    private void unsubscribe(Mailbox mailbox) {
        synchronized (lock) {
            journal.remove(mailbox);
        }
    }

    /** Tells a listener, on its own outbox, how many events it missed. */
    void endGap(Mailbox mailbox) {
        long missed;
        List<Standing> standings;
        synchronized (lock) {
            missed = mailbox.endGap();
            standings = standings();
        }
        settings.logger()
                .log(Level.WARNING, "tracker " + settings.name() + ": a slow listener missed " + missed + " events");
        mailbox.missed(missed, standings);
    }

    // Reading

    /** {@return time since the start} */
    public Duration elapsed() {
        return Duration.ofNanos(timer.nanoTime() - startNanos);
    }

    Instant instant(Duration at) {
        return startedAt.plus(at);
    }

    /** See {@code Tracker.leader}. */
    public Optional<HeldLeadership> leader() {
        return leaders.first();
    }

    /** See {@code Tracker.standings}. */
    public List<Standing> standings() {
        synchronized (lock) {
            return servers.values().stream().map(TrackedServer::standing).toList();
        }
    }

    /** See {@code Tracker.history}. */
    public History history() {
        var now = elapsed();
        synchronized (lock) {
            return new History(settings.name(), startedAt, journal.at(now), journal.events(), journal.droppedEvents());
        }
    }

    /** See {@code Tracker.anomalies}. */
    public List<Anomaly> anomalies() {
        synchronized (lock) {
            return journal.anomalies();
        }
    }

    /** See {@code Tracker.dropped}. */
    public long dropped() {
        synchronized (lock) {
            return dropped;
        }
    }

    @Override
    public String toString() {
        return "tracker " + settings.name() + ": "
                + leader().map(HeldLeadership::toString).orElse("nobody leads");
    }

    private TimeoutReport report(String subject, Set<ServerId> ids, Duration timeout, Duration deadline, Duration now) {
        synchronized (lock) {
            var at = journal.at(now);
            return new TimeoutReport(subject, ids, timeout, at.minus(deadline), at, standings(), leader());
        }
    }
}
