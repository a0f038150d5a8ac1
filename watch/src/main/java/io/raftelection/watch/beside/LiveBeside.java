package io.raftelection.watch.beside;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.raftelection.LeadershipEvent;
import io.raftelection.LeadershipEvent.Acquired;
import io.raftelection.LeadershipEvent.Lost;
import io.raftelection.LeadershipListener;
import io.raftelection.Standing;
import io.raftelection.Subscription;
import io.raftelection.Tracker;
import io.raftelection.View;
import io.raftelection.watch.recording.FollowedRecordings;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Compares the tracker of a store that elects leaders with a tracker of the applications that it elects, while they
 * run. The second one usually follows what the applications record: see
 * {@link io.raftelection.watch.recording.FollowedRecordings}.
 *
 * <p>Times are those at which the trackers received the reports. The events of the two trackers are put in their order
 * before they count, which takes {@value #ORDER_MILLIS} ms. Periods of less than a millisecond do not count, nor do
 * those of an application that was killed: its recording does not say until when it ran. They last until its next run
 * begins.
 *
 * <p>Safe for use by many threads. The listener is called by one thread at a time.
 */
public final class LiveBeside implements AutoCloseable {
    /** How long events may be on their way. */
    static final long ORDER_MILLIS = 200;

    private static final System.Logger LOGGER = System.getLogger("io.raftelection.watch");
    private static final Duration ORDER = Duration.ofMillis(ORDER_MILLIS);

    /** Two trackers share no time axis, so shorter periods cannot be told from none. */
    private static final Duration PRECISION = Duration.ofMillis(1);

    private static final int TRIES = 16;

    private final Tracker store;
    private final Consumer<Disagreement> listener;
    private final Executor later = CompletableFuture.delayedExecutor(ORDER_MILLIS, TimeUnit.MILLISECONDS);
    private final List<Subscription> subscriptions = new ArrayList<>();

    @GuardedBy("this")
    private final PriorityQueue<Received> received =
            new PriorityQueue<>(Comparator.comparing(Received::at).thenComparing(Received::number));

    @GuardedBy("this")
    private final Findings findings = new Findings();

    @GuardedBy("this")
    private final List<Disagreement> ended = new ArrayList<>();

    @GuardedBy("this")
    private final Comparison comparison = new Comparison(this::ended);

    @GuardedBy("this")
    private long count;

    @GuardedBy("this")
    private Optional<Duration> end = Optional.empty();

    /** The periods that the listener has not received yet. */
    private final Queue<Disagreement> news = new ConcurrentLinkedQueue<>();

    /** How many calls want to deliver; the first of them does. */
    private final AtomicInteger deliveries = new AtomicInteger();

    private record Received(Duration at, long number, Runnable effect) {}

    private LiveBeside(Tracker store, Consumer<Disagreement> listener) {
        this.store = store;
        this.listener = listener;
    }

    /**
     * {@return a comparison, which has started}
     *
     * @param store the tracker of the store
     * @param applications the tracker of the applications, which name themselves as the store does
     * @param listener receives each period when it has ended
     */
    public static LiveBeside start(Tracker store, Tracker applications, Consumer<Disagreement> listener) {
        var beside = new LiveBeside(
                Objects.requireNonNull(store, "store: is null"), Objects.requireNonNull(listener, "listener: is null"));
        var difference = difference(store, applications);
        beside.subscriptions.add(store.subscribe(beside.new Side(true, Duration.ZERO)));
        beside.subscriptions.add(applications.subscribe(beside.new Side(false, difference)));
        return beside;
    }

    /** Returns how much longer the first tracker runs. A pause of this thread spoils a try, so the quickest counts. */
    private static Duration difference(Tracker store, Tracker applications) {
        var shortest = Duration.ofDays(1);
        var difference = Duration.ZERO;
        for (int i = 0; i < TRIES; i++) {
            var before = store.elapsed();
            var between = applications.elapsed();
            var length = store.elapsed().minus(before);
            if (length.compareTo(shortest) < 0) {
                shortest = length;
                difference = before.plus(length.dividedBy(2)).minus(between);
            }
        }
        return difference;
    }

    /** The listener of one tracker. */
    private final class Side implements LeadershipListener {
        private final boolean isStore;

        /** From the time axis of this tracker to that of the store. */
        private final Duration difference;

        Side(boolean isStore, Duration difference) {
            this.isStore = isStore;
            this.difference = difference;
        }

        @Override
        public void on(LeadershipEvent event) {
            var at = event.at().plus(difference);
            receive(at, () -> take(event, at));
        }

        @Override
        public void missed(long events, List<Standing> standings) {
            var at = store.elapsed();
            receive(at, () -> {
                comparison().forget(isStore);
                for (var standing : standings) {
                    if (standing.role() == Standing.Role.LEADING) {
                        var term = standing.view().map(View::term).orElse(OptionalLong.empty());
                        take(
                                new Acquired(store.elapsed(), standing.server(), term, OptionalLong.empty(), Set.of()),
                                at);
                    }
                }
            });
        }

        private void take(LeadershipEvent event, Duration at) {
            if (isStore) {
                comparison().store(event, at);
            } else if (event instanceof Lost lost && lost.reason().equals(FollowedRecordings.RUN_ENDED)) {
                comparison().applicationGone(lost, at);
            } else {
                comparison().application(event, at);
            }
        }
    }

    @SuppressWarnings("GuardedBy") // the effects run under the lock
    private Comparison comparison() {
        return comparison;
    }

    @SuppressWarnings("GuardedBy") // the comparison is used under the lock
    private void ended(Disagreement period) {
        if (counts(period)) {
            ended.add(period);
        }
    }

    private static boolean counts(Disagreement period) {
        return period.length().compareTo(PRECISION) >= 0;
    }

    private void receive(Duration at, Runnable effect) {
        synchronized (this) {
            received.add(new Received(at, count++, effect));
        }
        later.execute(this::advance);
    }

    /** Takes the events that no earlier one can follow. */
    private void advance() {
        advance(store.elapsed().minus(ORDER));
    }

    private void advance(Duration until) {
        synchronized (this) {
            var next = received.peek();
            while (next != null && next.at().compareTo(until) <= 0) {
                received.remove();
                next.effect().run();
                next = received.peek();
            }
            ended.forEach(findings::add);
            news.addAll(ended);
            ended.clear();
        }
        deliver();
    }

    /** Calls the listener, without a lock. */
    private void deliver() {
        if (deliveries.getAndIncrement() > 0) {
            return; // the thread that delivers goes on
        }
        int wanted = 1;
        while (wanted > 0) {
            for (var next = news.poll(); next != null; next = news.poll()) {
                try {
                    listener.accept(next);
                } catch (RuntimeException | Error e) {
                    LOGGER.log(Level.WARNING, "a listener threw", e);
                }
            }
            wanted = deliveries.addAndGet(-wanted);
        }
    }

    /** {@return the comparison so far, with the periods that last} */
    public BesideReport report() {
        advance();
        synchronized (this) {
            var until = end.orElseGet(() -> store.elapsed().minus(ORDER));
            var lasting = comparison.lasting(until).stream().filter(LiveBeside::counts);
            return findings.report(lasting.toList(), List.of());
        }
    }

    /**
     * Ends the comparison, with the events that the trackers have delivered. Close it before the trackers, whose end is
     * that of all leaderships. It may be called any number of times.
     */
    @Override
    public void close() {
        subscriptions.forEach(Subscription::close);
        Duration until;
        synchronized (this) {
            until = end.orElseGet(store::elapsed);
            end = Optional.of(until);
        }
        advance(until);
    }
}
