package io.raftelection.internal;

import io.raftelection.Anomaly;
import io.raftelection.Leadership;
import io.raftelection.LeadershipEvent;
import io.raftelection.LeadershipEvent.Acquired;
import io.raftelection.Loss;
import io.raftelection.ServerId;
import io.raftelection.internal.Effect.End;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A leadership whose loss this package may announce. Compared by identity. */
public final class HeldLeadership implements Leadership, Heard {
    private final TrackedServer server;
    private final long term;

    /** The fencing token, where that is not the term. */
    private final long token;

    private final long tenure;
    private final long at;

    /** What is odd about its acquisition. Guarded by the cluster's lock. */
    private Set<Anomaly.Kind> anomalies = Set.of();

    /** Written under the cluster's lock, once. */
    private volatile @Nullable End end;

    /**
     * Tells its loss; there is none before somebody asks. This and {@link #runs} are written under this object's lock
     * and before {@link #end} is read; who ends it writes that first and reads these then. So one of the two sees the
     * other, and the end of a leadership that nobody watches takes no lock.
     */
    private volatile @Nullable Announcement<Loss> announcement;

    /** The tasks that run while it is held. Replaced as a whole. */
    private volatile List<InterruptibleRun> runs = List.of();

    /**
     * Creates one that is held.
     *
     * @param at when it was acquired, in nanoseconds from the start
     */
    HeldLeadership(TrackedServer server, long term, long token, long tenure, long at) {
        this.server = server;
        this.term = term;
        this.token = token;
        this.tenure = tenure;
        this.at = at;
    }

    /** Notes what is odd about its acquisition, under the cluster's lock. */
    void note(Set<Anomaly.Kind> odd) {
        anomalies = odd;
    }

    /** Ends it, under the cluster's lock. What wakes and interrupts goes to the aftermath. */
    void end(End over, Outbox outbox, Aftermath aftermath) {
        end = over;
        if (announcement == null && runs.isEmpty()) {
            return;
        }
        Announcement<Loss> asked;
        synchronized (this) {
            for (var run : runs) {
                aftermath.add(() -> cluster().interrupt(run));
            }
            runs = List.of();
            asked = announcement;
        }
        if (asked != null && !asked.isMade()) {
            var loss = over.loss();
            asked.make(future -> future.complete(loss), outbox).ifPresent(aftermath::add);
        }
    }

    private synchronized Announcement<Loss> announcement() {
        var asked = announcement;
        if (asked == null) {
            asked = new Announcement<>();
            announcement = asked;
            var over = end;
            if (over != null) {
                asked = new Announcement<>(future -> future.complete(over.loss()));
                announcement = asked;
            }
        }
        return asked;
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
        return cluster().wallTime(at);
    }

    @Override
    public boolean isHeld() {
        return end == null;
    }

    @Override
    public CompletionStage<Loss> lost() {
        return announcement().stage();
    }

    int pendingCopies() {
        return announcement().pending();
    }

    @Override
    public Loss awaitLost(Duration timeout) throws InterruptedException {
        Checks.timeout(timeout);
        var over = end;
        return over != null
                ? over.loss()
                : cluster().awaitLost(this, announcement().waiter(), timeout);
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
        runs = Stream.concat(runs.stream(), Stream.of(run)).toList();
        if (end != null) {
            forget(run);
            return false;
        }
        return true;
    }

    private boolean finish(InterruptibleRun run) {
        forget(run);
        return run.end();
    }

    private synchronized void forget(InterruptibleRun run) {
        runs = runs.stream().filter(other -> other != run).toList();
    }

    @Override
    public OptionalLong fencingToken() {
        return token == Terms.NONE ? term() : Terms.optional(token);
    }

    /** {@return for example {@code s2 leads term 7}} */
    @Override
    public String toString() {
        return server() + (isHeld() ? " leads" : " led") + Terms.suffix(term());
    }
}
