package io.raftelection;

import static io.raftelection.TrackerFixture.FIVE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftelection.spi.LeadershipSink;
import io.raftelection.spi.LeadershipSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tracking a server with a queue, a publisher or a source. */
@Timeout(30)
final class SourcesTest {
    private static final ServerId S4 = ServerId.of("s4");

    private final TrackerFixture cluster = TrackerFixture.lenient();
    private final Tracker tracker = Tracker.lenient("sources");

    @AfterEach
    void close() {
        tracker.close();
        cluster.close();
    }

    @Test
    void queueIsFollowed() throws Exception {
        var queue = new LinkedBlockingQueue<Boolean>();
        tracker.track(S4, queue);

        queue.add(true);
        var leadership = tracker.await(S4, FIVE);
        queue.add(false);

        assertThat(leadership.term()).isEmpty();
        assertThat(leadership.awaitLost(FIVE).cause()).isEqualTo(Loss.Cause.STEPPED_DOWN);
    }

    @Test
    void publisherIsFollowedAndItsEndIsALoss() throws Exception {
        Leadership first;
        Leadership second;
        try (var publisher = new SubmissionPublisher<Boolean>()) {
            tracker.track(S4, publisher);
            publisher.submit(true);
            first = tracker.await(S4, FIVE);
            publisher.submit(false);
            assertThat(first.awaitLost(FIVE).reason()).isEmpty();
            publisher.submit(true);
            second = tracker.await(S4, FIVE);
        }

        assertThat(second.awaitLost(FIVE).reason()).isEqualTo("publisher completed");
    }

    @Test
    void failureOfThePublisherIsALossAndUntrackingCancels() throws Exception {
        try (var publisher = new SubmissionPublisher<Boolean>()) {
            tracker.track(S4, publisher);
            publisher.submit(true);
            var leadership = tracker.await(S4, FIVE);
            publisher.closeExceptionally(new IllegalStateException("gone"));

            assertThat(leadership.awaitLost(FIVE).reason()).isEqualTo("publisher failed: gone");
        }
        try (var publisher = new SubmissionPublisher<Boolean>(Runnable::run, 8)) {
            tracker.untrack(S4);
            tracker.track(S4, publisher);
            assertThat(publisher.hasSubscribers()).isTrue();

            tracker.untrack(S4);

            publisher.submit(true);
            assertThat(publisher.hasSubscribers()).isFalse();
            assertThat(tracker.leader()).isEmpty();
        }
    }

    /** A source that keeps its sink. */
    private static class Source implements LeadershipSource {
        final List<LeadershipSink> sinks = new ArrayList<>();
        int closed;

        @Override
        public ServerId server() {
            return S4;
        }

        @Override
        public Subscription subscribe(LeadershipSink sink) {
            sinks.add(sink);
            return () -> closed++;
        }
    }

    @Test
    void sourceIsFollowedUntilTheServerIsUntracked() {
        var source = new Source();
        cluster.tracker.track(source);
        source.sinks.get(0).acquired(7);
        assertThat(cluster.tracker.leader()).isPresent();

        cluster.tracker.untrack(S4);
        source.sinks.get(0).acquired(8);

        assertThat(source.closed).isEqualTo(1);
        assertThat(cluster.tracker.dropped()).isEqualTo(1);
        assertThat(cluster.tracker.leader()).isEmpty();
    }

    @Test
    void sourceIsAskedForItsServerOnce() {
        var asked = new AtomicInteger();
        var source = new Source() {
            @Override
            public ServerId server() {
                return ServerId.of("answer" + asked.incrementAndGet());
            }
        };

        cluster.tracker.track(source);
        source.sinks.get(0).acquired(7);

        assertThat(asked).hasValue(1);
        assertThat(cluster.tracker.leader())
                .get()
                .extracting(Leadership::server)
                .hasToString("answer1");
    }

    @Test
    void sourceIsClosedWithTheTrackerOnce() {
        var source = new Source();
        cluster.tracker.track(source);

        cluster.tracker.ignore();
        assertThat(source.closed).isZero();
        cluster.tracker.close();
        cluster.tracker.close();

        assertThat(source.closed).isEqualTo(1);
    }

    @Test
    void sourceThatThrowsLeavesNothingBehind() {
        LeadershipSource broken = new LeadershipSource() {
            @Override
            public ServerId server() {
                return S4;
            }

            @Override
            public Subscription subscribe(LeadershipSink sink) {
                throw new IllegalStateException("no engine");
            }
        };

        assertThatThrownBy(() -> cluster.tracker.track(broken)).hasMessage("no engine");
        assertThat(cluster.tracker.standings()).hasSize(3);
        assertThat(cluster.tracker.track(S4)).isNotNull();
    }

    @Test
    void sourceOfAServerUntrackedMeanwhileIsClosed() {
        var source = new Source() {
            @Override
            public Subscription subscribe(LeadershipSink sink) {
                cluster.tracker.untrack(S4);
                return super.subscribe(sink);
            }
        };
        cluster.tracker.track(source);

        source.sinks.get(0).acquired(7);
        assertThat(source.closed).isEqualTo(1);
        assertThat(cluster.tracker.dropped()).isEqualTo(1);
    }

    @Test
    void sourceOfATrackerClosedMeanwhileIsClosed() {
        var source = new Source() {
            @Override
            public Subscription subscribe(LeadershipSink sink) {
                cluster.close();
                return super.subscribe(sink);
            }
        };
        cluster.tracker.track(source);

        assertThat(source.closed).isEqualTo(1);
    }

    @Test
    void whatIsLeftInTheQueueOfAClosedTrackerIsCounted() throws Exception {
        var tracker = Tracker.lenient("left");
        var taken = new CountDownLatch(1);
        var queue = new LinkedBlockingQueue<Boolean>() {
            @Override
            public Boolean take() throws InterruptedException {
                taken.countDown();
                Thread.currentThread().join();
                return super.take();
            }
        };
        tracker.track(S4, queue);
        assertThat(taken.await(10, TimeUnit.SECONDS)).isTrue();
        queue.add(true);
        queue.add(false);

        tracker.close();
        while (!queue.isEmpty() || tracker.dropped() < 2) {
            Thread.onSpinWait();
        }

        assertThat(tracker.leader()).isEmpty();
        assertThat(tracker.dropped()).isEqualTo(2);
    }

    @Test
    void publisherThatSubscribesTwiceIsCancelledTheSecondTime() {
        var second = new AtomicInteger();
        cluster.tracker.track(S4, (Flow.Publisher<Boolean>) subscriber -> {
            subscriber.onSubscribe(new Counting(new AtomicInteger()));
            subscriber.onSubscribe(new Counting(second));
            subscriber.onNext(true);
        });

        assertThat(second).hasValue(1);
        assertThat(cluster.tracker.leader()).isPresent();
    }

    private record Counting(AtomicInteger cancelled) implements Flow.Subscription {
        @Override
        public void request(long n) {}

        @Override
        public void cancel() {
            cancelled.incrementAndGet();
        }
    }
}
