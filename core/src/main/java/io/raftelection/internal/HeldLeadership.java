package io.raftelection.internal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.raftelection.Anomaly;
import io.raftelection.Leadership;
import io.raftelection.LeadershipEvent.Acquired;
import io.raftelection.LeadershipEvent.Ready;
import io.raftelection.Loss;
import io.raftelection.ServerId;
import io.raftelection.internal.Effect.End;
import io.raftelection.internal.Effect.MakeReady;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A leadership that the tracker ends. Compared by identity. */
public final class HeldLeadership implements Leadership, RecordedEvent {

    /** What a leadership needs of its tracker. */
    interface Host {

        /** Returns the wall-clock time of a moment in nanoseconds from the start. Reads no clock. */
        Instant instant(long at);

        /** Returns the same, and may read the user's clock first. */
        Instant freshInstant(long at);

        /**
         * Blocks until the future completes.
         *
         * @param ended completes with the loss; this call cancels it if it stops waiting
         */
        Loss awaitLost(HeldLeadership held, CompletableFuture<Loss> ended, Duration timeout)
                throws InterruptedException;

        /** Blocks until the leadership is ready. */
        void awaitReady(HeldLeadership held, Duration timeout) throws InterruptedException;
    }

    private final Host host;
    private final ServerId server;
    private final long term;

    /** The fencing token, unless that is the term. */
    private final long token;

    private final long tenure;
    private final long at;

    /** The anomalies of its acquisition. Guarded by the ledger's lock. */
    private Set<Anomaly.Kind> anomalies = Set.of();

    /** How it became ready; null before that. Written under the ledger's lock. */
    private volatile @Nullable MakeReady ready;

    /** Written once, under the ledger's lock and this object's. */
    private volatile @Nullable End end;

    /** Completes with the loss. Created on demand. */
    @GuardedBy("this")
    private @Nullable OneShot<Loss> loss;

    /** The tasks that run while it is held. */
    @GuardedBy("this")
    private List<InterruptibleRun> runs = List.of();

    /**
     * Creates a leadership that is held.
     *
     * @param at the time of its acquisition, in nanoseconds from the start of the tracker
     */
    HeldLeadership(Host host, ServerId server, long term, long token, long tenure, long at) {
        this.host = host;
        this.server = server;
        this.term = term;
        this.token = token;
        this.tenure = tenure;
        this.at = at;
    }

    /** Sets the anomalies of its acquisition, under the ledger's lock. */
    void setAnomalies(Set<Anomaly.Kind> kinds) {
        anomalies = kinds;
    }

    /** Makes it ready, under the ledger's lock. */
    void makeReady(MakeReady made) {
        ready = made;
    }

    /** Returns the event that made it ready, if it is. */
    Optional<Ready> readiness() {
        return Optional.ofNullable(ready).map(MakeReady::event);
    }

    /** Ends it, under the ledger's lock. Deferred actions wake and interrupt the threads that use it. */
    synchronized void end(End ended, Outbox outbox, DeferredActions deferred) {
        end = ended;
        if (!runs.isEmpty()) {
            runs.forEach(run -> deferred.add(run::interruptSoon));
            runs = List.of();
        }
        if (loss != null) {
            loss.set(Outcome.value(loss(ended)), outbox).ifPresent(deferred::add);
        }
    }

    private Loss loss(End ended) {
        return new Loss(server, term(), tenure, ended.cause(), ended.reason(), host.instant(ended.at()));
    }

    private synchronized OneShot<Loss> whenLost() {
        if (loss == null) {
            var ended = end;
            loss = ended == null ? new OneShot<>() : new OneShot<>(Outcome.value(loss(ended)));
        }
        return loss;
    }

    /** Returns its acquisition. Called under the ledger's lock. */
    @Override
    public Acquired event() {
        return new Acquired(Duration.ofNanos(at), server, term(), OptionalLong.of(tenure), anomalies);
    }

    /** Returns the wall-clock time of its acquisition, as far as is known. Reads no clock. */
    Instant acquiredAsKnown() {
        return host.instant(at);
    }

    /** Returns its end; null while it is held. */
    @Nullable
    End ending() {
        return end;
    }

    /** Returns the time of its acquisition, in nanoseconds from the start of the tracker. */
    long at() {
        return at;
    }

    long termNumber() {
        return term;
    }

    int compareTerm(HeldLeadership other) {
        return Terms.compare(term, other.term);
    }

    boolean outranks(HeldLeadership other) {
        int order = compareTerm(other);
        return order > 0 || (order == 0 && tenure > other.tenure);
    }

    @Override
    public ServerId server() {
        return server;
    }

    @Override
    public OptionalLong term() {
        return Terms.optional(term);
    }

    @Override
    public long tenure() {
        return tenure;
    }

    @Override
    public Instant acquiredAt() {
        return host.freshInstant(at);
    }

    @Override
    public boolean isHeld() {
        return end == null;
    }

    @Override
    public boolean isReady() {
        return ready != null && isHeld();
    }

    @Override
    public void awaitReady(Duration timeout) throws InterruptedException {
        Checks.timeout(timeout);
        if (!isReady()) {
            host.awaitReady(this, timeout);
        }
    }

    @Override
    public CompletionStage<Loss> lost() {
        return whenLost().stage();
    }

    int pendingCopies() {
        return whenLost().pending();
    }

    @Override
    public Loss awaitLost(Duration timeout) throws InterruptedException {
        Checks.timeout(timeout);
        var ended = end;
        return ended != null ? loss(ended) : host.awaitLost(this, whenLost().waiter(), timeout);
    }

    @Override
    public <X extends Exception> boolean run(Task<X> task) throws X, InterruptedException {
        Checks.notNull(task, "task");
        var run = new InterruptibleRun();
        if (!begin(run)) {
            return false;
        }
        InterruptedException thrown = null;
        boolean interrupted;
        try {
            task.run();
        } catch (InterruptedException e) {
            thrown = e;
        } finally {
            interrupted = finish(run);
        }
        if (thrown != null && !interrupted) {
            throw thrown;
        }
        return thrown == null && !interrupted && isHeld();
    }

    private synchronized boolean begin(InterruptibleRun run) {
        if (end != null) {
            return false;
        }
        runs = Stream.concat(runs.stream(), Stream.of(run)).toList();
        return true;
    }

    private boolean finish(InterruptibleRun run) {
        synchronized (this) {
            runs = runs.stream().filter(other -> other != run).toList();
        }
        return run.end();
    }

    @Override
    public OptionalLong fencingToken() {
        return token == Terms.NONE ? term() : Terms.optional(token);
    }

    /** {@return for example {@code s2 leads term 7}} */
    @Override
    public String toString() {
        return server + (isHeld() ? " leads" : " led") + Terms.suffix(term());
    }
}
