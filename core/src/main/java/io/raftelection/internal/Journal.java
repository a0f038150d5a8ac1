package io.raftelection.internal;

import io.raftelection.Anomaly;
import io.raftelection.LeadershipEvent;
import io.raftelection.internal.Effect.Tell;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What was heard, and who is told of it: history, anomalies, listeners, log. Written under the cluster's lock. */
final class Journal {
    private final Settings settings;
    private final Outbox outbox;
    private final Recent<LeadershipEvent> events;
    private final Recent<Anomaly> anomalies;
    private final List<Mailbox> mailboxes = new CopyOnWriteArrayList<>();

    /** Asked once, on the user's thread: a logger is foreign code, and must not be called on an engine's. */
    private final boolean debug;

    private Duration latest = Duration.ZERO;
    private boolean ended;

    Journal(Settings settings, Outbox outbox) {
        this.settings = settings;
        this.outbox = outbox;
        this.events = new Recent<>(settings.historySize());
        this.anomalies = new Recent<>(settings.historySize());
        this.debug = settings.logger().isLoggable(Level.DEBUG);
    }

    /** The moment of the next event: now, which was read before the lock was taken, yet never before the last one. */
    Duration at(Duration now) {
        if (!ended && now.compareTo(latest) > 0) {
            latest = now;
        }
        return latest;
    }

    /** Stops the time: nothing will be recorded any longer. */
    void end() {
        ended = true;
    }

    void record(LeadershipEvent event, List<Tell> odd) {
        events.add(event);
        mailboxes.forEach(mailbox -> mailbox.offer(event));
        if (debug) {
            log(Level.DEBUG, event);
        }
        odd.forEach(tell -> anomaly(new Anomaly(tell.kind(), event, tell.detail())));
    }

    private void anomaly(Anomaly anomaly) {
        anomalies.add(anomaly);
        if (mailboxes.isEmpty()) {
            log(Level.WARNING, anomaly);
        }
    }

    private void log(Level level, Object what) {
        outbox.add(() -> settings.logger().log(level, "tracker " + settings.name() + ": " + what));
    }

    void add(Mailbox mailbox) {
        mailboxes.add(mailbox);
    }

    void remove(Mailbox mailbox) {
        mailbox.close();
        mailboxes.remove(mailbox);
    }

    /** Starts telling, without the lock. */
    void drain() {
        mailboxes.forEach(Mailbox::drain);
    }

    List<LeadershipEvent> events() {
        return events.list();
    }

    long droppedEvents() {
        return events.dropped();
    }

    List<Anomaly> anomalies() {
        return anomalies.list();
    }
}
