package io.raftelection.internal;

import io.raftelection.Fact;
import io.raftelection.LeadershipEvent;
import io.raftelection.LeadershipEvent.Lost;
import io.raftelection.LeadershipEvent.Members;
import io.raftelection.ServerId;
import io.raftelection.Subscription;
import io.raftelection.spi.LeadershipSink;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One tracked server: the sink that its engine reports to, and its state. */
final class TrackedServer implements LeadershipSink {
    /** The longest reason that is kept, in characters. */
    private static final int MAX_REASON = 1_000;

    private final SynchronizedLedger ledger;
    private final ServerId id;

    /** Guarded by the ledger's lock, like all other fields that are not final. */
    ServerState state = ServerState.Following.STATE;

    @Nullable
    RecordedEvent lastEvent;

    /** What it reported besides its leadership, and its source; null if that is nothing. */
    @Nullable
    ReportedState reported;

    TrackedServer(SynchronizedLedger ledger, ServerId id) {
        this.ledger = ledger;
        this.id = id;
    }

    ServerId id() {
        return id;
    }

    @Override
    public ServerId server() {
        return id;
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
    public void leadsAlready(long term, long token) {
        leadsAlready(null, term, token);
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
    public void ready() {
        ready(null);
    }

    @Override
    public void readinessUnavailable(String why) {
        readinessUnavailable(null, why);
    }

    @Override
    public void follows(ServerId leader, long term) {
        sees(null, leader, term);
    }

    @Override
    public void followsNobody(long term) {
        sees(null, null, term);
    }

    @Override
    public void members(Set<ServerId> voters, Set<ServerId> learners) {
        members(null, voters, learners);
    }

    @Override
    public void detached() {
        detached(null);
    }

    @Override
    @SuppressWarnings("ConstantConditions") // the arguments may be null, and this method never throws
    public void factBegins(Fact.Kind kind, String detail) {
        if (kind != null && kind != Fact.Kind.STALL) { // only the end of a stall is known
            var words = detail == null ? "" : words(detail);
            ledger.change((open, at) -> open.journal.begin(this, kind, words));
        }
    }

    @Override
    @SuppressWarnings("ConstantConditions") // the arguments may be null, and this method never throws
    public void factEnds(Fact.Kind kind, String detail) {
        if (kind != null) {
            var words = detail == null ? "" : words(detail);
            ledger.change((open, at) -> open.journal.end(id, kind, words));
        }
    }

    @Override
    @SuppressWarnings("ConstantConditions") // the argument may be null, and this method never throws
    public void stalled(Duration lasted) {
        if (lasted != null && !lasted.isNegative()) {
            ledger.change((open, at) -> open.journal.stalled(this, lasted));
        }
    }

    @Override
    public LeadershipSink newAttachment() {
        return ledger.change((open, at) -> Reports.attach(open, this, at));
    }

    /** Reports an acquisition, by an attachment or by a caller that has none. */
    void acquired(@Nullable Attachment by, long term) {
        acquired(by, term < 0 ? Terms.NONE : term, Terms.NONE);
    }

    /** Reports an acquisition with a token and no term. */
    void acquiredWithToken(@Nullable Attachment by, long token) {
        acquired(by, Terms.NONE, token < 0 ? Terms.NONE : token);
    }

    /** Reports a leadership that began before, by an attachment or by a caller that has none. */
    void leadsAlready(@Nullable Attachment by, long term, long token) {
        ledger.change((open, at) ->
                Reports.leadsAlready(open, this, by, term < 0 ? Terms.NONE : term, token < 0 ? Terms.NONE : token, at));
    }

    private void acquired(@Nullable Attachment by, long term, long token) {
        ledger.acquired(this, by, term, token);
    }

    /** Reports a loss, by an attachment or by a caller that has none. */
    @SuppressWarnings("ConstantConditions") // the reason may be null, and this method never throws
    void lost(@Nullable Attachment by, String reason) {
        var words = reason == null || reason.isBlank() ? "" : words(reason);
        ledger.lost(this, by, words);
    }

    /** Reports readiness, by an attachment or by a caller that has none. */
    void ready(@Nullable Attachment by) {
        ledger.ready(this, by);
    }

    /** Reports that there is no readiness, by an attachment or by a caller that has none. */
    @SuppressWarnings("ConstantConditions") // the words may be null, and this method never throws
    void readinessUnavailable(@Nullable Attachment by, String why) {
        var words = why == null || why.isBlank() ? "the engine does not report it" : words(why);
        ledger.change((open, at) -> Reports.readinessUnavailable(open, this, by, words));
    }

    /** Reports a view, by an attachment or by a caller that has none. */
    void sees(@Nullable Attachment by, @Nullable ServerId leader, long term) {
        ledger.sees(this, by, leader, term < 0 ? Terms.NONE : term);
    }

    /** Reports a configuration, by an attachment or by a caller that has none. */
    void members(@Nullable Attachment by, Set<ServerId> voters, Set<ServerId> learners) {
        Members copied;
        try {
            copied = new Members(Duration.ZERO, id, voters, learners);
        } catch (RuntimeException e) { // the sets are not a configuration, and this method never throws
            copied = null;
        }
        var members = copied;
        ledger.change((open, at) -> Reports.members(open, this, by, members, at));
    }

    /** Reports the end of the engine's server, by an attachment or by a caller that has none. */
    void detached(@Nullable Attachment by) {
        ledger.change((open, at) -> Reports.detached(open, this, by, at));
    }

    /** Returns what it reported besides its leadership. Called under the ledger's lock. */
    ReportedState reported() {
        var present = reported;
        if (present == null) {
            present = reported = new ReportedState(state, lastEvent);
        }
        return present;
    }

    /** Returns its source and forgets it. Called under the ledger's lock. */
    Optional<Subscription> takeSource() {
        if (reported == null) {
            return Optional.empty();
        }
        var present = Optional.ofNullable(reported.source);
        reported.source = null;
        return present;
    }

    /** Whether this server, which another one follows, said since that it does not lead that term. */
    boolean outdates(ReportedView followers) {
        return (reported == null ? new ReportedState(state, lastEvent) : reported).outdates(followers);
    }

    /** Returns the end of its latest leadership, unless it leads again. */
    Optional<Lost> lastLoss() {
        var latest = reported == null ? lastEvent : reported.loss();
        return latest != null && latest.event() instanceof Lost lost && lost.isChange()
                ? Optional.of(lost)
                : Optional.empty();
    }

    /** Whether the reports of an attachment count. Called under the ledger's lock. */
    boolean accepts(@Nullable Attachment by) {
        return by == null || (reported != null && by == reported.attachment);
    }

    /** Returns the part of an engine's reason that is kept. */
    static String words(String reason) {
        return Shown.cut(reason, MAX_REASON);
    }

    /** Returns the acquisition of its present leadership. For a polled server it has the uncertainty. */
    LeadershipEvent acquisition(HeldLeadership held) {
        return lastEvent instanceof Observed observed ? observed.event() : held.event();
    }

    @Override
    public String toString() {
        return "server " + id;
    }
}
