package io.raftelection.internal;

import io.raftelection.Anomaly;
import io.raftelection.History;
import io.raftelection.KnownLeader;
import io.raftelection.Leadership;
import io.raftelection.LeadershipEvent.Members;
import io.raftelection.LeadershipListener;
import io.raftelection.ListenerSubscription;
import io.raftelection.Loss.Cause;
import io.raftelection.Polling;
import io.raftelection.ServerId;
import io.raftelection.Standing;
import io.raftelection.View;
import io.raftelection.spi.LeadershipSink;
import io.raftelection.spi.LeadershipSource;
import io.raftelection.spi.PolledLeadership;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The implementation of a tracker: its parts, and the methods that read its state. Safe for use by many threads. */
public final class TrackedCluster {
    private final Settings settings;
    private final ClusterTime time;
    private final CallbackExecutor callbacks;
    private final SynchronizedLedger ledger;
    private final Optional<StallWatch> stalls;

    /** Creates a cluster of no servers. */
    public TrackedCluster(Settings settings) {
        this.settings = settings;
        this.callbacks = new CallbackExecutor(settings);
        this.time = new ClusterTime(settings, callbacks);
        this.ledger = new SynchronizedLedger(settings, time, callbacks);
        this.stalls = settings.stalls().map(shortest -> new StallWatch(ledger, time, shortest).begun());
    }

    /** Created for each call, since it has no state of its own. */
    private Sources sources() {
        return new Sources(ledger, time, callbacks);
    }

    /** See {@code Tracker.track}. */
    public LeadershipSink track(ServerId id) {
        return sources().track(id);
    }

    /** See {@code Tracker.track}. */
    public void track(ServerId id, LeadershipSource source) {
        sources().track(id, source::subscribe);
    }

    /** See {@code Tracker.track}. */
    public Polling track(PolledLeadership polled) {
        return sources().track(polled);
    }

    /** Returns the servers of a watchdog; there are none yet. */
    public WatchedServers watched(Duration interval) {
        return new WatchedServers(settings.name(), interval, ledger, time, callbacks);
    }

    /** See {@code Tracker.untrack}. */
    public void untrack(ServerId id) {
        sources().untrack(id);
    }

    /** See {@code Tracker.ignore} and {@code Tracker.close}. */
    public void stop(Cause cause) {
        sources().stop(cause);
        if (cause == Cause.CLOSED) {
            stalls.ifPresent(StallWatch::close);
        }
    }

    /** See {@code Tracker.expect}. */
    public Expectation expect(Set<ServerId> ids, Duration timeout) {
        return ledger.waits().expect(ids, timeout);
    }

    /** See {@code Tracker.await}. */
    public Leadership await(Set<ServerId> ids, Duration timeout) throws InterruptedException {
        return ledger.waits().await(ids, timeout);
    }

    /** See {@code Tracker.subscribe}. */
    public ListenerSubscription subscribe(LeadershipListener listener) {
        return new Subscriptions(ledger, callbacks, settings.mailboxSize()).subscribe(listener);
    }

    /** See {@code Tracker.elapsed}. */
    public Duration elapsed() {
        return Duration.ofNanos(time.now());
    }

    /** See {@code Tracker.instant}. */
    public Instant instant(Duration at) {
        return time.freshInstant(Checks.moment(at));
    }

    /** See {@code Tracker.leader}. */
    public Optional<HeldLeadership> leader() {
        return ledger.leaders().first();
    }

    /** See {@code Tracker.standings}. */
    public List<Standing> standings() {
        return ledger.use(open -> open.views().standings());
    }

    /** See {@code Tracker.view}. */
    public Optional<View> view(ServerId id) {
        return ledger.use(open -> open.views().view(open.roster.known(id)));
    }

    /** See {@code Tracker.knownLeader}. */
    public Optional<KnownLeader> knownLeader() {
        return ledger.use(open -> open.views().leader());
    }

    /** See {@code Tracker.members}. */
    public Optional<Members> members() {
        return ledger.use(open -> open.views().members());
    }

    /** See {@code Tracker.awaitKnownLeader}. */
    public KnownLeader awaitKnownLeader(Duration timeout) throws InterruptedException {
        return ledger.waits().awaitKnownLeader(timeout);
    }

    /** See {@code Tracker.awaitAgreement}. */
    public KnownLeader awaitAgreement(Duration timeout) throws InterruptedException {
        return ledger.waits().awaitAgreement(timeout);
    }

    /** See {@code Tracker.history}. */
    public History history() {
        time.refresh();
        long now = time.now();
        return ledger.use(open -> {
            var until = Duration.ofNanos(open.journal.at(now));
            var journal = open.journal;
            return new History(
                    settings.name(),
                    time.startedAt(),
                    until,
                    journal.events(),
                    journal.droppedEvents(),
                    time.anchors(),
                    journal.facts(),
                    journal.droppedFacts());
        });
    }

    /** See {@code Tracker.anomalies}. */
    public List<Anomaly> anomalies() {
        return ledger.use(open -> open.journal.anomalies());
    }

    /** See {@code Tracker.dropped}. */
    public long dropped() {
        return ledger.use(Ledger::dropped);
    }

    @Override
    public String toString() {
        return "tracker " + settings.name() + ": "
                + ledger.use(open -> open.views().leaderInWords());
    }
}
