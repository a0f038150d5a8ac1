package io.raftelection.proofs.jcstress;

import io.raftelection.KnownLeader;
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
 * A strict tracker of s1 and s2 with manual time and callbacks on the calling thread, and all notifications of its
 * user.
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

    /** The expectation for s1. */
    final LeadershipFuture future;

    /** The leadership of s1 in term 1, which may have ended. */
    final Leadership leadership;

    /** The calls of the callbacks of the future and of the loss, in order. */
    final List<String> calledBack = Collections.synchronizedList(new ArrayList<>(4));

    /** The events of the listener from before the race, in order; their order relative to callbacks is undefined. */
    final List<String> received = Collections.synchronizedList(new ArrayList<>(4));

    /** The notifications of callbacks and listeners that were attached during the race. */
    final List<String> receivedLater = Collections.synchronizedList(new ArrayList<>(4));

    private final Subscription subscription;
    private volatile boolean unsubscribed;

    /** The state in which a race starts. */
    enum Start {
        /** s1 led term 1 and is expected again. */
        WAITING,
        /** s1 leads term 1 and was expected. */
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
        recordDecision(future, calledBack);
        subscription = tracker.subscribe(event -> received.add(text(event)));
    }

    /** Adds the result of an expectation to a list when it is decided. */
    static void recordDecision(LeadershipFuture future, List<String> received) {
        var unused =
                future.toCompletableFuture().whenComplete((held, failure) -> received.add(decision(held, failure)));
    }

    /** Advances the time past the deadlines. One thread at a time does so, because two would advance it twice. */
    void expire() {
        synchronized (hand) {
            time.advance(FIVE);
        }
    }

    /** Unsubscribes the listener from before the race, possibly between two events of one notification. */
    void unsubscribe() {
        subscription.close();
        unsubscribed = true;
    }

    /** Tracks s3 with a source that reports nothing. */
    void track() {
        tracker.track(new LeadershipSource() {
            @Override
            public ServerId server() {
                return S3;
            }

            @Override
            public Subscription subscribe(LeadershipSink sink) {
                return () -> receivedLater.add("source closed");
            }
        });
    }

    /** {@return the observable state without times, after all operations have ended} */
    Outcome outcome(Object one, Object other) {
        var decided = future.isDone() ? decision() : "pending";
        var standings = tracker.standings().stream()
                .map(standing -> standing.server() + " " + standing.role())
                .toList();
        return new Outcome(
                one,
                other,
                decided,
                leadership.isHeld() ? leadership.isReady() ? "ready" : "held" : "lost",
                leader(),
                knownLeader(),
                standings,
                history(),
                tracker.anomalies().size(),
                tracker.dropped(),
                List.copyOf(calledBack),
                received(),
                List.copyOf(receivedLater),
                time.pending());
    }

    private List<String> received() {
        boolean inOrder = Collections.indexOfSubList(history(), received) >= 0;
        return unsubscribed && inOrder ? List.of("until it was unsubscribed") : List.copyOf(received);
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

    /** {@return the part of a failure that callers can distinguish} */
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
        return leader.map(held -> held.server() + " tenure " + held.tenure()).orElse("no leader");
    }

    String knownLeader() {
        return tracker.knownLeader().map(Cluster::describe).orElse("no leader");
    }

    static String describe(KnownLeader known) {
        return known.server() + " term " + known.term().orElse(-1) + " by " + known.reportedBy();
    }

    List<String> history() {
        return tracker.history().events().stream().map(Cluster::text).toList();
    }

    /** {@return an event in the notation of events, with its tenure instead of its time} */
    static String text(LeadershipEvent event) {
        var line = event.toString();
        return line.substring(line.indexOf(' ') + 1)
                + (event.tenure().isPresent() ? " #" + event.tenure().getAsLong() : "");
    }
}
