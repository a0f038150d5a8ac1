package io.raftelection.report;

import com.sun.net.httpserver.HttpExchange;
import io.raftelection.Tracker;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * Serves the timeline of a tracker as a page that grows while events happen: the present leader, its term and since
 * when, the picture and the list of a {@link Timeline}.
 *
 * <pre>{@code
 * try (LivePage page = LivePage.builder().port(8080).start(tracker)) {
 *     System.out.println("who leads: " + page.address());
 *     ...
 * }
 * }</pre>
 *
 * <p>The page can only be read. By default it listens on the loopback address; see {@link LivePageBuilder#address}. A
 * browser that lost its connection continues after the last event that it received. The number of pages is bounded, and
 * so is what waits for each; a page that reads too slowly misses events, and says how many.
 *
 * <p>Safe for use by many threads. Engine threads and the tracker never wait for a page. The threads of a page are
 * daemons.
 */
public final class LivePage implements AutoCloseable {
    /** The largest number of Raft groups. */
    public static final int MAX_GROUPS = 64;

    /** The largest number of bytes that are kept for all groups together. */
    private static final long MEMORY = 64 << 20;

    private static final int REQUEST_THREADS = 32;
    private static final long TIME_MILLIS = 5_000;

    /** How long close waits for the pages to receive the last events. */
    private static final long FAREWELL_MILLIS = 500;

    private final int limit;
    private final int events;
    private final LiveThread thread;
    private final LiveThreads requests;
    private final LiveThreads writers;
    private final LiveServer server;
    private final InetSocketAddress address;
    private final String epoch = HexFormat.of().toHexDigits(new SecureRandom().nextLong());
    private final List<LiveFeed> feeds = new CopyOnWriteArrayList<>();
    private final AtomicInteger clients = new AtomicInteger();
    private final AtomicInteger groups = new AtomicInteger();
    private final LongAdder dropped = new LongAdder();
    private final AtomicBoolean closed = new AtomicBoolean();

    LivePage(LivePageBuilder settings) throws IOException {
        this.limit = settings.clients;
        this.events = settings.events;
        this.thread = new LiveThread("raft-election-page");
        this.requests = new LiveThreads("raft-election-page-request", REQUEST_THREADS, true, thread);
        this.writers = new LiveThreads("raft-election-page-writer", settings.clients, false, thread);
        try {
            this.server = LiveServer.start(settings, requests, new Shown());
        } catch (IOException | RuntimeException e) {
            thread.end(() -> true, 0);
            throw e;
        }
        this.address = server.address();
        thread.every(this::time, TIME_MILLIS);
    }

    /** {@return a builder with the default settings: a free port of the loopback address, 100 pages, no token} */
    public static LivePageBuilder builder() {
        return new LivePageBuilder();
    }

    /**
     * Adds a tracker. A page with several shows a list of them first. Up to {@value #MAX_GROUPS} are shown; further
     * ones are only counted.
     *
     * @param tracker the tracker
     * @param group the name of its Raft group; if it is empty, the name of the tracker's cluster is shown
     * @throws io.raftelection.TrackerClosedException if the tracker is closed
     * @throws IllegalStateException if the page is closed
     */
    public void add(Tracker tracker, String group) {
        Objects.requireNonNull(tracker, "tracker: is null");
        Objects.requireNonNull(group, "group: is null");
        if (closed.get()) {
            throw new IllegalStateException("page: is closed");
        }
        int number = groups.getAndIncrement();
        if (number >= MAX_GROUPS) {
            return;
        }
        LiveFeed feed;
        try {
            feed = new LiveFeed(group, tracker, epoch + "-" + number, thread, events, this::memory);
        } catch (RuntimeException e) {
            groups.decrementAndGet();
            throw e;
        }
        boolean isLate;
        synchronized (feeds) {
            isLate = closed.get() || !feeds.add(feed);
        }
        if (isLate) {
            feed.close();
        } else {
            run(() -> feeds.forEach(LiveFeed::trim)); // each may keep less now
        }
    }

    private long memory() {
        return MEMORY / Math.max(1, feeds.size());
    }

    /** {@return the address of the page, for example {@code http://127.0.0.1:8080/}} */
    public URI address() {
        return URI.create("http://" + LiveServer.shown(address) + "/");
    }

    /** {@return how many pages are open now} */
    public int clients() {
        return clients.get();
    }

    /**
     * {@return how many events were dropped because a page read too slowly, or came back too late; summed over pages}
     */
    public long dropped() {
        return dropped.sum();
    }

    /**
     * Closes the page. It sends the events that have happened, waits for that for at most a second, and ends all
     * streams at once. It does not close the trackers. Further calls have no effect.
     */
    @Override
    public void close() {
        synchronized (feeds) {
            if (closed.getAndSet(true)) {
                return;
            }
        }
        long start = System.nanoTime();
        long end = start + TimeUnit.MILLISECONDS.toNanos(FAREWELL_MILLIS);
        try {
            for (var feed : feeds) {
                feed.await(end);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        long passed = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        thread.end(() -> farewell(end), 2 * FAREWELL_MILLIS - passed);
        server.stop();
        writers.close();
        requests.close();
    }

    private boolean farewell(long end) throws InterruptedException {
        feeds.forEach(LiveFeed::end);
        while (writers.isBusy() && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(1);
        }
        return true;
    }

    private void time() {
        feeds.forEach(LiveFeed::time);
    }

    /** What the server shows. */
    private final class Shown implements LiveServer.Content {

        @Override
        public LiveDocument root() throws IOException {
            return feeds.size() == 1
                    ? timeline(0, "")
                    : LiveDocument.groups(feeds.stream().map(LiveFeed::row).toList(), groups.get() - MAX_GROUPS);
        }

        @Override
        public Optional<LiveDocument> group(int number) throws IOException {
            return has(number) ? Optional.of(timeline(number, "../")) : Optional.empty();
        }

        private LiveDocument timeline(int number, String up) throws IOException {
            return LiveDocument.timeline(feeds.get(number).name(), up + "events/" + number, feeds.size() > 1);
        }

        @Override
        public boolean has(int number) {
            return number < feeds.size();
        }

        @Override
        public boolean enter() {
            return clients.getAndUpdate(count -> Math.min(limit, count + 1)) < limit;
        }

        @Override
        public void leave() {
            clients.decrementAndGet();
        }

        @Override
        public void stream(int group, HttpExchange exchange, String lastId) {
            var feed = feeds.get(group);
            var client =
                    new LiveClient(exchange, writers, events + LiveFeed.BATCH, LivePage.this::memory, dropped, gone -> {
                        leave();
                        run(() -> feed.detach(gone));
                    });
            if (!run(() -> feed.attach(client, lastId))) {
                client.end();
            }
        }
    }

    private boolean run(Runnable task) {
        try {
            thread.execute(task);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }
}
