package io.raftelection.proofs.jcstress;

import io.raftelection.Leadership;
import io.raftelection.LeadershipEvent;
import io.raftelection.LeadershipFuture;
import io.raftelection.LeadershipTimeoutException;
import io.raftelection.ServerId;
import io.raftelection.Subscription;
import io.raftelection.Tracker;
import io.raftelection.spi.LeadershipSink;
import io.raftelection.spi.LeadershipSource;
import io.raftelection.spi.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * A strict tracker of s1 and s2 in manual time, whose callbacks run on the thread that causes them, and all that its
 * user was told.
 */
final class Cluster {
    static final ServerId S1 = ServerId.of("s1");
    static final ServerId S2 = ServerId.of("s2");
    static final ServerId S3 = ServerId.of("s3");
    static final Duration FIVE = Duration.ofSeconds(5);

    private final Object hand = new Object();
    private final ManualTime time = new ManualTime();
    final Tracker tracker = Tracker.builder("orders")
            .strict(true)
            .timer(time)
            .clock(time)
            .logger(Silence.INSTANCE)
            .executor(Runnable::run)
            .build();
    final LeadershipSink s1 = tracker.track(S1);
    final LeadershipSink s2 = tracker.track(S2);

    /** Expects s1. */
    final LeadershipFuture future;

    /** The leadership of s1 in term 1, held or not. */
    final Leadership leadership;

    /** What callbacks of the future, and of the loss, were told: in order among themselves. */
    final List<String> calledBack = Collections.synchronizedList(new ArrayList<>(4));

    /** What the listener of before the race was told: in order, but in none with the callbacks. */
    final List<String> told = Collections.synchronizedList(new ArrayList<>(4));

    /** What callbacks and listeners that were attached in the race were told. */
    final List<String> toldLater = Collections.synchronizedList(new ArrayList<>(4));

    private final Subscription subscription;
    private volatile boolean unsubscribed;

    /** Where a race starts. */
    enum Start {
        /** s1 is expected, for the second time; it led term 1. */
        WAITING,
        /** s1 leads term 1, as was expected. */
        LEADING
    }

    Cluster(Start start) {
        var first = tracker.expect(S1, FIVE);
        s1.acquired(1);
        leadership = tracker.leader().orElseThrow();
        if (start == Start.WAITING) {
            s1.lost();
            future = tracker.expect(S1, FIVE);
        } else {
            future = first;
        }
        leadership
                .lost()
                .thenAccept(loss -> calledBack.add("lost: " + loss.cause().words()));
        tellDecision(future, calledBack);
        subscription = tracker.subscribe(event -> told.add(text(event)));
    }

    /** Adds to a list how an expectation was decided, once it is. */
    static void tellDecision(LeadershipFuture future, List<String> told) {
        var unused = future.toCompletableFuture().whenComplete((held, failure) -> told.add(decision(held, failure)));
    }

    /** Lets the time of expectations pass. One thread at a time turns the clock, or they would turn it twice as far. */
    void expire() {
        synchronized (hand) {
            time.advance(FIVE);
        }
    }

    /** Ends what the listener of before is told: possibly between two events of one notification. */
    void unsubscribe() {
        subscription.close();
        unsubscribed = true;
    }

    /** Tracks s3, by a source that says nothing. */
    void track() {
        tracker.track(new LeadershipSource() {
            @Override
            public ServerId server() {
                return S3;
            }

            @Override
            public Subscription subscribe(LeadershipSink sink) {
                return () -> toldLater.add("source closed");
            }
        });
    }

    /** {@return all that can be seen of it, without times, once nothing is going on} */
    Outcome outcome(Object one, Object other) {
        var decided = future.isDone() ? decision() : "pending";
        var standings = tracker.standings().stream()
                .map(standing -> standing.server() + " " + standing.role())
                .toList();
        return new Outcome(
                one,
                other,
                decided,
                leadership.isHeld(),
                leader(),
                standings,
                history(),
                tracker.anomalies().size(),
                tracker.dropped(),
                List.copyOf(calledBack),
                told(),
                List.copyOf(toldLater),
                time.pending());
    }

    private List<String> told() {
        boolean inOrder = Collections.indexOfSubList(history(), told) >= 0;
        return unsubscribed && inOrder ? List.of("until it was unsubscribed") : List.copyOf(told);
    }

    private String decision() {
        try {
            return decision(future.done(), null);
        } catch (InterruptedException | RuntimeException e) {
            return decision(null, e);
        }
    }

    static String decision(@Nullable Leadership held, @Nullable Throwable failure) {
        return held == null ? "failed: " + failure(failure) : "fulfilled: tenure " + held.tenure();
    }

    /** {@return what a caller can tell apart of a failure} */
    static String failure(@Nullable Throwable failure) {
        if (failure instanceof CompletionException && failure.getCause() != null) {
            return failure(failure.getCause());
        }
        if (failure instanceof LeadershipTimeoutException late) {
            return "timeout, " + late.verdict();
        }
        if (failure instanceof CancellationException) {
            return "cancelled";
        }
        return String.valueOf(failure);
    }

    String leader() {
        return describe(tracker.leader());
    }

    static String describe(Optional<Leadership> leader) {
        return leader.map(held -> held.server() + " tenure " + held.tenure()).orElse("nobody");
    }

    List<String> history() {
        return tracker.history().events().stream().map(Cluster::text).toList();
    }

    /** {@return an event in the one notation, without its time but with its tenure} */
    static String text(LeadershipEvent event) {
        var line = event.toString();
        return line.substring(line.indexOf(' ') + 1)
                + (event.tenure().isPresent() ? " #" + event.tenure().getAsLong() : "");
    }
}
