package io.raftelection.internal;

import io.raftelection.Anomaly;
import io.raftelection.LeadershipEvent;
import io.raftelection.internal.Effect.Tell;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.stream.Stream;

/** What was heard, and who is told of it: history, anomalies, listeners, log. Written under the cluster's lock. */
final class Journal {
    private final Settings settings;
    private final Outbox outbox;

    /** Starts all listeners but the first, so that an engine's thread need not wake a thousand threads. */
    private final Outbox relay;

    private final Recent<Heard> events;
    private final Recent<Anomaly> anomalies;

    /** Replaced as a whole; read without the lock to drain them. */
    private volatile List<Mailbox> mailboxes = List.of();

    /** Asked once, on the user's thread: a logger is foreign code, and must not be called on an engine's. */
    private final boolean debug;

    private long latest;
    private boolean ended;

    Journal(Settings settings, Outbox outbox, Outbox relay) {
        this.settings = settings;
        this.outbox = outbox;
        this.relay = relay;
        this.events = new Recent<>(settings.historySize());
        this.anomalies = new Recent<>(settings.historySize());
        this.debug = isDebugOn(settings);
    }

    private static boolean isDebugOn(Settings settings) {
        try {
            return settings.logger().isLoggable(Level.DEBUG);
        } catch (Throwable e) {
            return false; // a logger that fails does not keep a tracker from its work
        }
    }

    /** The moment of the next event: now, which was read before the lock was taken, yet never before the last one. */
    long at(long now) {
        if (!ended && now > latest) {
            latest = now;
        }
        return latest;
    }

    /** Stops the time: nothing will be recorded any longer. */
    void end() {
        ended = true;
    }

    void record(Heard heard, List<Tell> odd) {
        events.add(heard);
        if (debug || !odd.isEmpty() || !mailboxes.isEmpty()) {
            tell(heard.event(), odd);
        }
    }

    private void tell(LeadershipEvent event, List<Tell> odd) {
        mailboxes.forEach(mailbox -> mailbox.offer(event));
        if (mailboxes.size() > 1) {
            relay.add(() -> mailboxes.forEach(Mailbox::drain));
        }
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

    /** Logs why something failed, with its stack trace: at DEBUG, if that is on. */
    void debug(String what, Throwable why) {
        if (debug) {
            outbox.add(() -> settings.logger().log(Level.DEBUG, "tracker " + settings.name() + ": " + what, why));
        }
    }

    /** Logs, on the executor. */
    void log(Level level, Object what) {
        outbox.add(() -> settings.logger().log(level, "tracker " + settings.name() + ": " + what));
    }

    void add(Mailbox mailbox) {
        mailboxes = Stream.concat(mailboxes.stream(), Stream.of(mailbox)).toList();
    }

    void remove(Mailbox mailbox) {
        mailbox.close();
        mailboxes = mailboxes.stream().filter(other -> other != mailbox).toList();
    }

    /** Starts telling, without the lock: the first listener at once, and the others by way of the relay. */
    void drain() {
        var present = mailboxes;
        if (!present.isEmpty()) {
            present.get(0).drain();
        }
        relay.drain();
    }

    List<LeadershipEvent> events() {
        return events.list().stream().map(Heard::event).toList();
    }

    long droppedEvents() {
        return events.dropped();
    }

    List<Anomaly> anomalies() {
        return anomalies.list();
    }
}
