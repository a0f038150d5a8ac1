package io.raftelection.internal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.raftelection.Finding;
import io.raftelection.Finding.Kind;
import io.raftelection.ServerId;
import io.raftelection.Subscription;
import io.raftelection.spi.LeadershipProbe;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The servers that a watchdog watches, and what it found. Safe for use by many threads. */
public final class WatchedServers {
    private static final int KEPT = 1_024;

    private final String tracker;
    private final Duration interval;
    private final SynchronizedLedger ledger;
    private final ClusterTime time;
    private final Outbox outbox;
    private final List<Consumer<? super Finding>> listeners = new CopyOnWriteArrayList<>();
    private final AtomicLong questions = new AtomicLong();
    private final AtomicLong unanswered = new AtomicLong();

    /** How many findings wait for listeners. */
    private final AtomicLong waiting = new AtomicLong();

    private final AtomicLong missed = new AtomicLong();

    @GuardedBy("this")
    private final Map<ServerId, WatchedServer> servers = new HashMap<>();

    @GuardedBy("this")
    private final BoundedBuffer<Finding> findings = new BoundedBuffer<>(KEPT);

    @GuardedBy("this")
    private final Map<Kind, Long> counts = new EnumMap<>(Kind.class);

    @GuardedBy("this")
    private boolean closed;

    WatchedServers(
            String tracker,
            Duration interval,
            SynchronizedLedger ledger,
            ClusterTime time,
            CallbackExecutor callbacks) {
        this.tracker = tracker;
        this.interval = interval;
        this.ledger = ledger;
        this.time = time;
        this.outbox = new Outbox(callbacks);
    }

    /** See {@code Watchdog.watch}. */
    public Subscription watch(ServerId id, LeadershipProbe probe) {
        var server = ledger.use(open -> {
            open.requireTracked(Set.of(id));
            return open.roster.known(id);
        });
        var watched = new WatchedServer(this, server, probe, ledger, time);
        replace(id, watched);
        return watched.begun();
    }

    private void replace(ServerId id, WatchedServer watched) {
        @Nullable WatchedServer earlier;
        synchronized (this) {
            if (closed) {
                throw new IllegalStateException("watchdog of " + tracker + ": is closed");
            }
            earlier = servers.put(id, watched);
        }
        if (earlier != null) {
            earlier.close();
        }
    }

    synchronized void ended(ServerId id, WatchedServer watched) {
        servers.remove(id, watched);
    }

    /** See {@code Watchdog.subscribe}. */
    public Subscription subscribe(Consumer<? super Finding> listener) {
        Consumer<Finding> own = listener::accept; // the same listener may subscribe twice
        listeners.add(own);
        return () -> listeners.remove(own);
    }

    Duration interval() {
        return interval;
    }

    /** Counts a question that takes too long. */
    void overdue() {
        unanswered.incrementAndGet();
    }

    /** Counts a question that has ended. One that took too long is counted as unanswered already. */
    void asked(boolean isCounted) {
        questions.incrementAndGet();
        if (!isCounted) {
            unanswered.incrementAndGet();
        }
    }

    void found(Finding finding) {
        synchronized (this) {
            findings.add(finding);
            counts.merge(finding.kind(), 1L, Long::sum);
        }
        ledger.warn("watchdog: " + finding);
        for (var listener : listeners) {
            if (waiting.get() >= KEPT) {
                missed.incrementAndGet();
                continue;
            }
            waiting.incrementAndGet();
            outbox.add(() -> {
                waiting.decrementAndGet();
                if (listeners.contains(listener)) {
                    listener.accept(finding);
                }
            });
        }
        outbox.drain();
    }

    /** See {@code Watchdog.findings}. */
    public synchronized List<Finding> findings() {
        return findings.list();
    }

    /** See {@code Watchdog.count}. */
    public synchronized long count(Kind kind) {
        return counts.getOrDefault(kind, 0L);
    }

    /** See {@code Watchdog.questions}. */
    public long questions() {
        return questions.get();
    }

    /** See {@code Watchdog.unanswered}. */
    public long unanswered() {
        return unanswered.get();
    }

    /** See {@code Watchdog.missed}. */
    public long missed() {
        return missed.get();
    }

    /** See {@code Watchdog.close}. */
    public void close() {
        List<WatchedServer> present;
        synchronized (this) {
            closed = true;
            present = List.copyOf(servers.values());
            servers.clear();
        }
        present.forEach(WatchedServer::close);
    }

    @Override
    public String toString() {
        return "watchdog of " + tracker + ": " + questions() + (questions() == 1 ? " question, " : " questions, ")
                + unanswered() + " unanswered, " + count(Kind.LOST) + " lost, " + count(Kind.LATE) + " late, "
                + count(Kind.WRONG) + " wrong";
    }
}
