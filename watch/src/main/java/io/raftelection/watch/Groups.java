package io.raftelection.watch;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.raftelection.LeadershipEvent;
import io.raftelection.LeadershipListener;
import io.raftelection.Standing;
import io.raftelection.Tracker;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The trackers of a watch and its present problems. Safe for use by many threads; it calls the listener unlocked. */
final class Groups implements WatchTarget, AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger("io.raftelection.watch");

    /**
     * The shortest stall of this JVM that is recorded: it is what makes a watch report late. Shorter ones do not matter
     * to polls, and a watch may have ten thousand trackers.
     */
    private static final Duration SHORTEST_STALL = Duration.ofSeconds(1);

    private final WatchSettings settings;
    private final WatchListener listener;

    @GuardedBy("this")
    private final Map<String, Tracker> trackers = new LinkedHashMap<>();

    @GuardedBy("this")
    private final Map<String, String> problems = new LinkedHashMap<>();

    @GuardedBy("this")
    private boolean closed;

    Groups(WatchSettings settings, WatchListener listener) {
        this.settings = settings;
        this.listener = listener;
    }

    @Override
    public Tracker group(String name) {
        Tracker created;
        synchronized (this) {
            var existing = trackers.get(name);
            if (existing != null) {
                return existing;
            }
            if (trackers.size() >= Watch.MAX_GROUPS) {
                throw new IllegalArgumentException("group " + name + ": is one more than " + Watch.MAX_GROUPS);
            }
            created = Tracker.builder(name.isEmpty() ? settings.cluster() : name)
                    .stalls(SHORTEST_STALL)
                    .build();
            trackers.put(name, created);
            if (closed) {
                created.close();
                return created;
            }
        }
        guard(() -> listener.found(name, created));
        guard(() -> created.subscribe(new Forwarding(name)));
        return created;
    }

    @Override
    public void problem(String subject, String words) {
        synchronized (this) {
            if (closed || problems.putIfAbsent(subject, words) != null) {
                return;
            }
        }
        log(Level.WARNING, subject + ": " + words);
        guard(() -> listener.problem(subject, words));
    }

    @Override
    public void solved(String subject) {
        synchronized (this) {
            if (closed || problems.remove(subject) == null) {
                return;
            }
        }
        log(Level.INFO, subject + ": the problem is over");
        guard(() -> listener.solved(subject));
    }

    private void log(Level level, String words) {
        guard(() -> LOGGER.log(level, "watch of " + settings.cluster() + ": " + words));
    }

    @Override
    public WatchSettings settings() {
        return settings;
    }

    synchronized Map<String, Tracker> trackers() {
        return Collections.unmodifiableMap(new LinkedHashMap<>(trackers));
    }

    synchronized Map<String, String> problems() {
        return Collections.unmodifiableMap(new LinkedHashMap<>(problems));
    }

    @Override
    public void close() {
        List<Tracker> open;
        synchronized (this) {
            closed = true;
            open = List.copyOf(trackers.values());
        }
        open.forEach(Tracker::close);
    }

    /** Passes the events of one group on. */
    private final class Forwarding implements LeadershipListener {
        private final String group;

        Forwarding(String group) {
            this.group = group;
        }

        @Override
        public void on(LeadershipEvent event) {
            listener.event(group, event);
        }

        @Override
        public void missed(long events, List<Standing> standings) {
            listener.missed(group, events);
        }
    }

    private static void guard(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException | Error e) {
            LOGGER.log(Level.WARNING, "a listener threw", e);
        }
    }
}
