package io.raftelection.internal;

import io.raftelection.LeadershipEvent;
import io.raftelection.ServerId;
import io.raftelection.Standing;
import io.raftelection.Subscription;
import io.raftelection.spi.LeadershipSink;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One tracked server: what its engine reports to, and where its state is kept. */
final class TrackedServer implements LeadershipSink {
    /** As many characters of an engine's reason are kept. */
    private static final int MAX_REASON = 1_000;

    private final TrackedCluster cluster;
    private final ServerId id;

    /** Guarded by the cluster's lock, as all that is not final here. */
    ServerState state = ServerState.Following.STATE;

    @Nullable
    Heard lastHeard;

    /** Where its notifications come from, if that has to be told when they are no longer wanted. */
    @Nullable
    Subscription source;

    /** The attachment whose reports count: the latest one. */
    @Nullable
    Attachment attachment;

    TrackedServer(TrackedCluster cluster, ServerId id) {
        this.cluster = cluster;
        this.id = id;
    }

    ServerId id() {
        return id;
    }

    TrackedCluster cluster() {
        return cluster;
    }

    @Override
    public void acquired() {
        acquired(null, Terms.NONE);
    }

    @Override
    public void acquired(long term) {
        acquired(null, term);
    }

    @Override
    public void acquiredWithToken(long token) {
        acquiredWithToken(null, token);
    }

    @Override
    public void lost() {
        lost(null, "");
    }

    @Override
    public void lost(String reason) {
        lost(null, reason);
    }

    @Override
    public LeadershipSink newAttachment() {
        return cluster.attach(this);
    }

    /** Reports an acquisition for an attachment, or for whoever reports to the server itself. */
    void acquired(@Nullable Attachment by, long term) {
        cluster.acquired(this, by, term < 0 ? Terms.NONE : term, Terms.NONE);
    }

    /** The same, where the engine has a token and no term. */
    void acquiredWithToken(@Nullable Attachment by, long token) {
        cluster.acquired(this, by, Terms.NONE, token < 0 ? Terms.NONE : token);
    }

    /** Reports a loss for an attachment, or for whoever reports to the server itself. */
    @SuppressWarnings("ConstantConditions") // an engine's words may be anything, and this never throws
    void lost(@Nullable Attachment by, String reason) {
        cluster.lost(this, by, reason == null || reason.isBlank() ? "" : words(reason));
    }

    /** Whether reports of an attachment count. Called under the cluster's lock. */
    boolean accepts(@Nullable Attachment by) {
        return by == null || by == attachment;
    }

    /** As many of an engine's words as are kept. */
    static String words(String reason) {
        return Shown.cut(reason, MAX_REASON);
    }

    /** The acquisition of the leadership it holds. A server that is looked at is heard of only when that changes. */
    LeadershipEvent acquisition(HeldLeadership held) {
        return lastHeard instanceof Observed observed ? observed.event() : held.event();
    }

    Standing standing() {
        return new Standing(id, role(), Optional.ofNullable(lastHeard).map(Heard::event));
    }

    private Standing.Role role() {
        if (state instanceof ServerState.Following) {
            return Standing.Role.FOLLOWING;
        }
        if (state instanceof ServerState.Expected) {
            return Standing.Role.EXPECTED;
        }
        return state instanceof ServerState.Leading ? Standing.Role.LEADING : Standing.Role.CLOSED;
    }

    @Override
    public String toString() {
        return "server " + id;
    }
}
