package io.raftelection.internal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.raftelection.Anomaly;
import io.raftelection.Leadership;
import io.raftelection.LeadershipEvent;
import io.raftelection.LeadershipEvent.Acquired;
import io.raftelection.Loss;
import io.raftelection.ServerId;
import io.raftelection.internal.Effect.End;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A leadership whose loss this package may announce. Compared by identity. */
public final class HeldLeadership implements Leadership, Heard {
    private final TrackedServer server;
    private final long term;
    private final long tenure;
    private final long at;

    /** What is odd about its acquisition. Guarded by the cluster's lock. */
    private Set<Anomaly.Kind> anomalies = Set.of();

    /** Written under the cluster's lock and this one, once. */
    private volatile @Nullable End end;

    /** Tells its loss; there is none before somebody asks. */
    @GuardedBy("this")
    private @Nullable Announcement<Loss> announcement;

    @GuardedBy("this")
    private List<InterruptibleRun> runs = List.of();

    /**
     * Creates one that is held.
     *
     * @param at when it was acquired, in nanoseconds from the start
     */
    HeldLeadership(TrackedServer server, long term, long tenure, long at) {
        this.server = server;
        this.term = term;
        this.tenure = tenure;
        this.at = at;
    }

    /** Notes what is odd about its acquisition, under the cluster's lock. */
    void note(Set<Anomaly.Kind> odd) {
        anomalies = odd;
    }

    /** Ends it, under the cluster's lock. What wakes and interrupts goes to the aftermath. */
    void end(End over, Outbox outbox, Aftermath aftermath) {
        Announcement<Loss> asked;
        synchronized (this) {
            end = over;
            for (var run : runs) {
                aftermath.add(() -> cluster().interrupt(run));
            }
            runs = List.of();
            asked = announcement;
        }
        if (asked != null) {
            var loss = over.loss();
            asked.make(future -> future.complete(loss), outbox).ifPresent(aftermath::add);
        }
    }

    private synchronized Announcement<Loss> announcement() {
        if (announcement == null) {
            var over = end;
            announcement =
                    over == null ? new Announcement<>() : new Announcement<>(future -> future.complete(over.loss()));
        }
        return announcement;
    }

    /** Its acquisition. Made under the cluster's lock. */
    @Override
    public Acquired event() {
        return new Acquired(Duration.ofNanos(at), server(), term(), OptionalLong.of(tenure), anomalies);
    }

    /** The same for a listener that comes later, as it was heard. Called under the cluster's lock while it is held. */
    LeadershipEvent present() {
        return server.acquisition(this);
    }

    TrackedCluster cluster() {
        return server.cluster();
    }

    /** When it was acquired, in nanoseconds from the start. */
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
        return server.id();
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
        return cluster().instant(at);
    }

    @Override
    public boolean isHeld() {
        return end == null;
    }

    @Override
    public CompletionStage<Loss> lost() {
        return announcement().stage();
    }

    @Override
    public Loss awaitLost(Duration timeout) throws InterruptedException {
        Checks.timeout(timeout);
        var over = end;
        return over != null
                ? over.loss()
                : cluster().awaitLost(this, announcement().waiters(), timeout);
    }

    @Override
    public <X extends Exception> boolean run(Task<X> task) throws X, InterruptedException {
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
        if (runs.isEmpty()) {
            runs = new ArrayList<>(1);
        }
        return runs.add(run);
    }

    private boolean finish(InterruptibleRun run) {
        synchronized (this) {
            if (!runs.isEmpty()) {
                runs.remove(run);
            }
        }
        return run.end();
    }

    @Override
    public OptionalLong fencingToken() {
        return term();
    }

    /** {@return for example {@code s2 leads term 7}} */
    @Override
    public String toString() {
        return server() + (isHeld() ? " leads" : " led") + Terms.suffix(term());
    }
}
