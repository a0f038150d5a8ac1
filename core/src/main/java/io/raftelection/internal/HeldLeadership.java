package io.raftelection.internal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.raftelection.Leadership;
import io.raftelection.LeadershipEvent.Acquired;
import io.raftelection.Loss;
import io.raftelection.ServerId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A leadership whose loss this package may announce. Compared by identity. */
public final class HeldLeadership implements Leadership {
    private final TrackedCluster cluster;
    private final ServerId server;
    private final OptionalLong term;
    private final long tenure;
    private final Duration acquired;
    private final Announcement<Loss> end = new Announcement<>();

    /** Its event, to be told to late subscribers. Guarded by the cluster's lock. */
    @Nullable
    Acquired acquisition;

    /** Written under the cluster's lock and this one, once. */
    private volatile @Nullable Loss loss;

    @GuardedBy("this")
    private @Nullable CompletionStage<Loss> lost;

    @GuardedBy("this")
    private final List<LeaderRun> runs = new ArrayList<>(0);

    HeldLeadership(TrackedCluster cluster, ServerId server, OptionalLong term, long tenure, Duration acquired) {
        this.cluster = cluster;
        this.server = server;
        this.term = term;
        this.tenure = tenure;
        this.acquired = acquired;
    }

    /** Ends it, under the cluster's lock. What wakes and interrupts goes to the aftermath. */
    void end(Loss ended, Outbox outbox, Aftermath aftermath) {
        synchronized (this) {
            loss = ended;
            runs.forEach(run -> aftermath.add(() -> cluster.interrupt(run)));
            runs.clear();
        }
        end.make(future -> future.complete(ended), outbox).ifPresent(aftermath::add);
    }

    boolean outranks(HeldLeadership other) {
        int order = Terms.compare(term, other.term);
        return order > 0 || (order == 0 && tenure > other.tenure);
    }

    @Override
    public ServerId server() {
        return server;
    }

    @Override
    public OptionalLong term() {
        return term;
    }

    @Override
    public long tenure() {
        return tenure;
    }

    @Override
    public Instant acquiredAt() {
        return cluster.instant(acquired);
    }

    @Override
    public boolean isHeld() {
        return loss == null;
    }

    @Override
    public synchronized CompletionStage<Loss> lost() {
        if (lost == null) {
            lost = end.callbacks().minimalCompletionStage();
        }
        return lost;
    }

    @Override
    public Loss awaitLost(Duration timeout) throws InterruptedException {
        Checks.timeout(timeout);
        var known = loss;
        return known != null ? known : cluster.awaitLost(this, end.waiters(), timeout);
    }

    @Override
    public <X extends Exception> boolean run(Task<X> task) throws X, InterruptedException {
        var run = new LeaderRun();
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

    private synchronized boolean begin(LeaderRun run) {
        if (loss != null) {
            return false;
        }
        return runs.add(run);
    }

    private boolean finish(LeaderRun run) {
        synchronized (this) {
            runs.remove(run);
        }
        return run.end();
    }

    @Override
    public OptionalLong fencingToken() {
        return term;
    }

    /** {@return for example {@code s2 leads term 7}} */
    @Override
    public String toString() {
        return server + (isHeld() ? " leads" : " led") + Terms.suffix(term);
    }
}
