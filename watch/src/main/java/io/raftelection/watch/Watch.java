package io.raftelection.watch;

import io.raftelection.Subscription;
import io.raftelection.Tracker;
import java.util.Map;
import java.util.Objects;

/**
 * Tracks the leaders of clusters that already run.
 *
 * <pre>{@code
 * try (var watch = Watch.start(source, WatchSettings.of("orders"))) {
 *     var leadership = watch.tracker().awaitLeader(Duration.ofSeconds(10));
 * }
 * }</pre>
 *
 * <p>Each Raft group has a tracker of its own. A server that cannot be reached does not end the watch. Safe for use by
 * many threads.
 */
public final class Watch implements AutoCloseable {
    /** How many groups are watched at most. */
    public static final int MAX_GROUPS = 10_000;

    private final Groups groups;
    private final Subscription source;

    private Watch(Groups groups, Subscription source) {
        this.groups = groups;
        this.source = source;
    }

    /**
     * {@return a watch, which has started}
     *
     * @param source the system to watch
     * @param settings the settings
     */
    public static Watch start(WatchSource source, WatchSettings settings) {
        return start(source, settings, WatchListener.NONE);
    }

    /**
     * {@return a watch, which has started, and reports to a listener}
     *
     * @param source the system to watch
     * @param settings the settings
     * @param listener the listener; what it throws is logged and has no other effect
     */
    public static Watch start(WatchSource source, WatchSettings settings, WatchListener listener) {
        Objects.requireNonNull(source, "source: is null");
        var groups = new Groups(
                Objects.requireNonNull(settings, "settings: is null"),
                Objects.requireNonNull(listener, "listener: is null"));
        try {
            return new Watch(groups, Objects.requireNonNull(source.start(groups), "subscription: is null"));
        } catch (RuntimeException | Error e) {
            groups.close();
            throw e;
        }
    }

    /** {@return the tracker of the only group, in a system that has one; it is created if it does not exist yet} */
    public Tracker tracker() {
        return groups.group(WatchTarget.ONLY_GROUP);
    }

    /** {@return the trackers of the groups that were found so far, by name} */
    public Map<String, Tracker> trackers() {
        return groups.trackers();
    }

    /** {@return what does not work at present: the words by subject} */
    public Map<String, String> problems() {
        return groups.problems();
    }

    /**
     * Closes the trackers and ends the watch. Leaderships that are held end as with {@link Tracker#close()}. It may be
     * called any number of times.
     */
    @Override
    public void close() {
        groups.close();
        source.close();
    }
}
