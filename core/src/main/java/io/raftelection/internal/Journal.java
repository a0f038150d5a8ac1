package io.raftelection.internal;

import io.raftelection.Anomaly;
import io.raftelection.Fact;
import io.raftelection.LeadershipEvent;
import io.raftelection.ServerId;
import io.raftelection.internal.Effect.ReportAnomaly;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Records events and anomalies, and passes them to the listeners, the log and the flight recorder. Written under the
 * ledger's lock.
 */
final class Journal {
    private final Settings settings;
    private final Outbox outbox;
    private final DeferredActions deferred;

    /**
     * Notifies all listeners except the first, so that an engine's thread need not wake a thousand threads. Null until
     * there are several listeners. Written under the lock, read without it.
     */
    private volatile @Nullable Outbox relay;

    /** Null until the first event: in a large process, most trackers record nothing for hours. */
    private @Nullable BoundedBuffer<RecordedEvent> events;

    /** Null until a recording of the flight recorder runs. */
    private @Nullable JfrLog jfr;

    /** Null until the first anomaly. */
    private @Nullable BoundedBuffer<Anomaly> anomalies;

    /** Null until the first fact. */
    private @Nullable FactLog facts;

    /** Replaced as a whole. Read without the lock to drain the mailboxes. */
    private volatile List<Mailbox> mailboxes = List.of();

    /** Read once, on the user's thread: the logger is foreign code, which must not run on an engine's thread. */
    private final boolean debug;

    private long latest;

    /** The time of the latest event. */
    private long latestEvent = -1;

    /** The time of the latest end of a fact. */
    private long latestEnd = -1;

    private boolean ended;

    Journal(Settings settings, Outbox outbox, DeferredActions deferred) {
        this.settings = settings;
        this.outbox = outbox;
        this.deferred = deferred;
        this.debug = isDebugOn(settings);
    }

    private static boolean isDebugOn(Settings settings) {
        try {
            return settings.logger().isLoggable(Level.DEBUG);
        } catch (Throwable e) {
            return false; // a tracker works without a working logger
        }
    }

    /** Returns the time of the next event: {@code now}, or that of the latest event if another thread was faster. */
    long at(long now) {
        if (!ended) {
            latest = Math.max(now, latest);
            if (latest == latestEnd) {
                latest++; // so that the times say that the fact was over
            }
        }
        return latest;
    }

    /**
     * Begins a fact of a server that is followed. Its time is later than that of all earlier events, so that the times
     * say which events it may explain.
     */
    boolean begin(TrackedServer server, Fact.Kind kind, String detail) {
        if (ended || server.state instanceof ServerState.Closed) {
            return false;
        }
        long later = latestEvent == latest ? latest + 1 : latest;
        var fact = factLog().begin(server.id(), kind, detail, later);
        if (fact != null) {
            latest = later;
            publish(fact);
        }
        return fact != null;
    }

    /** Ends a fact. Later events have later times. */
    boolean end(ServerId server, Fact.Kind kind, String detail) {
        var fact = facts == null || ended ? null : facts.end(server, kind, detail, latest);
        if (fact != null) {
            latestEnd = latest;
            publish(fact);
        }
        return fact != null;
    }

    /** Ends all facts of a server. */
    void endAll(ServerId server) {
        var log = facts;
        if (log != null && !ended) {
            for (var fact : log.open()) {
                if (fact.server().equals(Optional.of(server))) {
                    latestEnd = latest;
                    publish(log.end(fact, latest));
                }
            }
        }
    }

    /** Records that this JVM did not run. */
    void stalled(long from) {
        if (!ended) {
            stalled(Optional.empty(), Duration.ofNanos(Math.max(0, latest - from)));
        }
    }

    /** Records that the process of a server that is followed did not run. */
    boolean stalled(TrackedServer server, Duration lasted) {
        if (ended || server.state instanceof ServerState.Closed) {
            return false;
        }
        stalled(Optional.of(server.id()), lasted);
        return true;
    }

    private void stalled(Optional<ServerId> server, Duration lasted) {
        var fact = new Fact(Duration.ofNanos(latest), Fact.Kind.STALL, server, Optional.of(lasted), "");
        factLog().add(fact);
        latestEnd = latest;
        publish(fact);
    }

    private FactLog factLog() {
        var log = facts;
        if (log == null) {
            log = facts = new FactLog(settings.historySize());
        }
        return log;
    }

    private void publish(Fact fact) {
        mailboxes.forEach(mailbox -> mailbox.offer(fact));
        relay();
    }

    /** Stops the time, since no event follows. */
    void end() {
        ended = true;
    }

    void record(ServerId server, RecordedEvent recorded, List<ReportAnomaly> reported) {
        if (jfr == null && Jfr.isOn()) {
            jfr = new JfrLog(settings.name());
        }
        if (jfr != null) {
            jfr.record(server, recorded, reported, deferred);
        }
        if (events == null) {
            events = new BoundedBuffer<>(settings.historySize());
        }
        events.add(recorded);
        latestEvent = latest;
        if (debug || !reported.isEmpty() || !mailboxes.isEmpty()) {
            publish(recorded.event(), reported);
        }
    }

    private void publish(LeadershipEvent event, List<ReportAnomaly> reported) {
        mailboxes.forEach(mailbox -> mailbox.offer(event));
        relay();
        if (debug) {
            log(Level.DEBUG, event);
        }
        reported.forEach(effect -> anomaly(new Anomaly(effect.kind(), event, effect.detail())));
    }

    private void relay() {
        var others = relay;
        if (others != null && mailboxes.size() > 1) {
            others.add(() -> mailboxes.forEach(Mailbox::drain));
        }
    }

    private void anomaly(Anomaly anomaly) {
        if (anomalies == null) {
            anomalies = new BoundedBuffer<>(settings.historySize());
        }
        anomalies.add(anomaly);
        if (mailboxes.isEmpty()) {
            log(Level.WARNING, anomaly);
        }
    }

    /** Logs a failure with its stack trace at DEBUG, if that is on. */
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
        if (mailboxes.size() > 1 && relay == null) {
            relay = outbox.another();
        }
    }

    void remove(Mailbox mailbox) {
        mailbox.close();
        mailboxes = mailboxes.stream().filter(other -> other != mailbox).toList();
    }

    /** Starts to notify the listeners, without the lock: the first at once, and the others through the relay. */
    void drain() {
        var present = mailboxes;
        if (!present.isEmpty()) {
            present.get(0).drain();
        }
        var others = relay;
        if (others != null) {
            others.drain();
        }
    }

    List<LeadershipEvent> events() {
        return events == null
                ? List.of()
                : events.list().stream().map(RecordedEvent::event).toList();
    }

    long droppedEvents() {
        return events == null ? 0 : events.dropped();
    }

    /** Returns the facts that go on. */
    Collection<Fact> openFacts() {
        return facts == null ? List.of() : facts.open();
    }

    List<Fact> facts() {
        return facts == null ? List.of() : facts.list();
    }

    long droppedFacts() {
        return facts == null ? 0 : facts.dropped();
    }

    List<Anomaly> anomalies() {
        return anomalies == null ? List.of() : anomalies.list();
    }
}
