package io.raftelection.internal;

import io.raftelection.LeadershipEvent;
import io.raftelection.ServerId;
import io.raftelection.Standing;
import io.raftelection.Subscription;
import io.raftelection.spi.LeadershipSink;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One tracked server: the sink that its engine reports to, and its state. */
final class TrackedServer implements LeadershipSink {
    /** The longest reason that is kept, in characters. */
    private static final int MAX_REASON = 1_000;

    private final SynchronizedLedger ledger;
    private final HeldLeadership.Host host;
    private final ServerId id;

    /** Guarded by the ledger's lock, like all other fields that are not final. */
    ServerState state = ServerState.Following.STATE;

    @Nullable
    RecordedEvent lastEvent;

    /** The source of its notifications, if it has one that must be closed. */
    @Nullable
    Subscription source;

    /** The latest attachment, which is the only one whose reports count. */
    @Nullable
    Attachment attachment;

    TrackedServer(SynchronizedLedger ledger, HeldLeadership.Host host, ServerId id) {
        this.ledger = ledger;
        this.host = host;
        this.id = id;
    }

    ServerId id() {
        return id;
    }

    HeldLeadership.Host host() {
        return host;
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
        return ledger.change((open, at) -> open.attach(this, at));
    }

    /** Reports an acquisition, by an attachment or by a caller that has none. */
    void acquired(@Nullable Attachment by, long term) {
        acquired(by, term < 0 ? Terms.NONE : term, Terms.NONE);
    }

    /** Reports an acquisition with a token and no term. */
    void acquiredWithToken(@Nullable Attachment by, long token) {
        acquired(by, Terms.NONE, token < 0 ? Terms.NONE : token);
    }

    private void acquired(@Nullable Attachment by, long term, long token) {
        ledger.change((open, at) -> open.acquired(this, by, term, token, at));
    }

    /** Reports a loss, by an attachment or by a caller that has none. */
    @SuppressWarnings("ConstantConditions") // the reason may be null, and this method never throws
    void lost(@Nullable Attachment by, String reason) {
        var words = reason == null || reason.isBlank() ? "" : words(reason);
        ledger.change((open, at) -> open.lost(this, by, words, at));
    }

    /** Whether the reports of an attachment count. Called under the ledger's lock. */
    boolean accepts(@Nullable Attachment by) {
        return by == null || by == attachment;
    }

    /** Returns the part of an engine's reason that is kept. */
    static String words(String reason) {
        return Shown.cut(reason, MAX_REASON);
    }

    /** Returns the acquisition of its present leadership. For a polled server it has the uncertainty. */
    LeadershipEvent acquisition(HeldLeadership held) {
        return lastEvent instanceof Observed observed ? observed.event() : held.event();
    }

    Standing standing() {
        return new Standing(id, state.role(), Optional.ofNullable(lastEvent).map(RecordedEvent::event));
    }

    @Override
    public String toString() {
        return "server " + id;
    }
}
