package io.raftelection.report;

import io.raftelection.History;
import io.raftelection.LeadershipEvent.Lost;
import io.raftelection.ListenerSubscription;
import io.raftelection.Tracker;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The stream of one tracker: it turns its events into batches, keeps the latest ones for pages that come or come back,
 * and offers each to its clients. Everything except the intake runs on the thread of the page.
 */
final class LiveFeed {
    /** The shortest time between two batches. */
    private static final long PAUSE_MILLIS = 50;

    /** The largest number of events, and about the largest number of characters of reasons, in a batch. */
    static final int BATCH = 500;

    private static final int BATCH_CHARACTERS = 200_000;

    /** How often to try to read the history and the number of delivered events at one moment. */
    private static final int ATTEMPTS = 1_000;

    private final String group;
    private final Tracker tracker;
    private final LiveThread thread;
    private final int limit;
    private final LongSupplier memory;
    private final String epoch;
    private final String cluster;
    private final LiveIntake intake = new LiveIntake(this::wake);
    private final Set<LiveClient> clients = new LinkedHashSet<>();
    private final Deque<LiveBatch> kept = new ArrayDeque<>();
    private final ListenerSubscription subscription;
    private final LiveEncoder encoder;

    /** How many delivered events the history had already. */
    private long known;

    private long omitted;
    private long bytes;
    private long events;
    private boolean isStarted;
    private volatile long flushedAt = System.nanoTime();

    /**
     * Starts to follow a tracker.
     *
     * @param epoch distinguishes this stream from earlier ones
     * @param thread the thread of the page
     * @param limit the largest number of events that are kept
     * @param memory the largest number of bytes that are kept
     */
    LiveFeed(String group, Tracker tracker, String epoch, LiveThread thread, int limit, LongSupplier memory) {
        this.group = group;
        this.tracker = tracker;
        this.epoch = epoch;
        this.thread = thread;
        this.limit = limit;
        this.memory = memory;
        this.subscription = tracker.subscribe(intake);
        var history = history();
        this.cluster = history.cluster();
        this.encoder = new LiveEncoder(epoch, history.startedAt());
        thread.later(() -> start(history), 0);
    }

    /** Returns the history up to a known number of delivered events, so that none is told twice and none is missed. */
    private History history() {
        for (int i = 0; i < ATTEMPTS; i++) {
            long before = subscription.events();
            var history = tracker.history();
            if (subscription.events() == before) {
                known = before;
                return history;
            }
        }
        var history = tracker.history();
        // The subscription begins with the present state.
        return new History(
                history.cluster(),
                history.startedAt(),
                history.until(),
                List.of(),
                history.dropped() + history.events().size(),
                history.anchors());
    }

    private void start(History history) {
        omitted = history.dropped();
        for (var event : history.events()) {
            encoder.event(event, history.instant(event.at()));
            if (encoder.waiting() >= BATCH) {
                append();
            }
        }
        append();
        isStarted = true;
        flush();
    }

    /** {@return the name that the page has} */
    String name() {
        return group.isEmpty() ? cluster : group;
    }

    /** {@return the row of the list of all groups} */
    LiveDocument.Group row() {
        return new LiveDocument.Group(name(), tracker.knownLeader().map(leader -> {
            var term = leader.term();
            return leader.server() + " leads" + (term.isPresent() ? ", term " + term.getAsLong() : "") + ", for "
                    + Durations.rounded(tracker.elapsed().minus(leader.since()));
        }));
    }

    /** Plans a flush: at once if the last one is long ago. */
    private void wake() {
        long passed = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - flushedAt);
        thread.later(this::flush, Math.max(0, PAUSE_MILLIS - passed));
    }

    /** Sends everything that has arrived. */
    void flush() {
        flushedAt = System.nanoTime();
        if (!isStarted) {
            return;
        }
        var taken = intake.take();
        long characters = 0;
        for (var event : taken.events()) {
            if (known > 0) {
                known--;
                continue;
            }
            encoder.event(event, tracker.instant(event.at()));
            characters += event instanceof Lost lost ? lost.reason().length() : 0;
            if (encoder.waiting() >= BATCH || characters >= BATCH_CHARACTERS) {
                append();
                characters = 0;
            }
        }
        if (encoder.waiting() > 0) {
            append();
        }
        long missed = taken.missed() - Math.min(known, taken.missed());
        known -= taken.missed() - missed;
        if (missed > 0) {
            encoder.restart(tracker.elapsed(), tracker.standings(), missed);
            append();
        }
    }

    private void append() {
        var batch = encoder.batch(tracker.elapsed());
        kept.addLast(batch);
        events += batch.count();
        bytes += batch.bytes().length;
        trim();
        each(client -> client.offer(batch));
    }

    /** Forgets the oldest batches beyond what may be kept. */
    void trim() {
        while (kept.size() > 1 && (events > limit || bytes > memory.getAsLong())) {
            var oldest = kept.removeFirst();
            events -= oldest.count();
            bytes -= oldest.bytes().length;
            omitted += oldest.count() + oldest.missed();
        }
    }

    /** Does the same with every client. One that fails ends, and the others lose nothing. */
    private void each(Consumer<LiveClient> action) {
        Throwable failure = null;
        for (var client : List.copyOf(clients)) {
            try {
                action.accept(client);
            } catch (RuntimeException | Error e) {
                failure = e;
                client.end();
            }
        }
        if (failure != null) {
            System.getLogger("io.raftelection").log(Level.WARNING, "live page: " + failure, failure);
        }
    }

    /**
     * Adds a client. If it comes back and its place is still kept, it receives what follows; otherwise its page starts
     * anew. A client that cannot be added ends.
     *
     * @param lastId the id of the last message that it received, or an empty text
     */
    void attach(LiveClient client, String lastId) {
        try {
            begin(client, lastId);
        } catch (RuntimeException | Error e) {
            client.end();
            throw e;
        }
    }

    private void begin(LiveClient client, String lastId) {
        flush();
        long wanted = position(lastId);
        long oldest = kept.getFirst().first();
        boolean isKept = wanted == encoder.next() || kept.stream().anyMatch(batch -> batch.first() == wanted);
        if (!isKept) {
            long dropped = wanted < 0 || wanted > oldest ? 0 : oldest - wanted;
            client.start(encoder.reset(cluster, oldest, omitted, dropped, limit), dropped);
        }
        for (var batch : kept) {
            if (!isKept || batch.first() >= wanted) {
                client.offer(batch);
            }
        }
        client.time(encoder.now(tracker.elapsed()));
        clients.add(client);
    }

    /** Returns the number of the event after a message of this stream, or -1. */
    private long position(String id) {
        if (!id.startsWith(epoch + ".")) {
            return -1;
        }
        try {
            return Long.parseLong(id, epoch.length() + 1, id.length(), 10);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    void detach(LiveClient client) {
        clients.remove(client);
    }

    /** Sends the time, so that a page knows that its connection works, and the server notices if it does not. */
    void time() {
        if (!clients.isEmpty()) {
            var now = encoder.now(tracker.elapsed());
            each(client -> client.time(now));
        }
    }

    /** Waits until the tracker has delivered what happened before, or until a moment of {@link System#nanoTime}. */
    void await(long end) throws InterruptedException {
        intake.await(subscription.events(), end);
    }

    /** Sends the last events, and that nothing follows. */
    void end() {
        close();
        flush();
        each(client -> client.finish(encoder.end()));
    }

    /** Stops following the tracker. */
    void close() {
        subscription.close();
    }
}
