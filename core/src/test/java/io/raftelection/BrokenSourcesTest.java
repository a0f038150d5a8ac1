package io.raftelection;

import static io.raftelection.TrackerFixture.FIVE;
import static io.raftelection.TrackerFixture.S1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A queue or publisher that fails ends the leadership with a reason. */
@Timeout(30)
final class BrokenSourcesTest {
    private final Tracker tracker = Tracker.lenient("broken");

    @AfterEach
    void close() {
        tracker.close();
    }

    /** A failure whose methods throw. */
    private static final class Unprintable extends RuntimeException {
        private static final long serialVersionUID = 1;

        @Override
        public String getMessage() {
            throw new IllegalStateException("no message");
        }

        @Override
        public synchronized Throwable getCause() {
            throw new IllegalStateException("no cause");
        }

        @Override
        public String toString() {
            throw new IllegalStateException("no text");
        }
    }

    /** A queue that throws the given failure in place of a loss. */
    private static final class BrokenQueue extends LinkedBlockingQueue<Boolean> {
        private static final long serialVersionUID = 1;
        private final transient Throwable failure;

        BrokenQueue(Throwable failure) {
            this.failure = failure;
        }

        @Override
        public Boolean take() throws InterruptedException {
            boolean next = super.take();
            return next || fail(failure);
        }

        @SuppressWarnings("unchecked")
        private static <X extends Throwable> boolean fail(Throwable failure) throws X {
            throw (X) failure;
        }
    }

    private Loss lossOf(Throwable failure) throws InterruptedException {
        var queue = new BrokenQueue(failure);
        tracker.track(S1, queue);
        queue.add(true);
        var leadership = tracker.await(S1, FIVE);
        queue.add(false);
        return leadership.awaitLost(FIVE);
    }

    @Test
    void queueThatThrowsAnExceptionEndsTheLeadership() throws Exception {
        assertThat(lossOf(new IllegalStateException("disk full")).reason()).isEqualTo("queue failed: disk full");
    }

    @Test
    void queueThatThrowsAnErrorEndsTheLeadership() throws Exception {
        assertThat(lossOf(new StackOverflowError()).reason()).isEqualTo("queue failed: stack overflow");
    }

    @Test
    void queueThatIsInterruptedByAStrangerEndsTheLeadership() throws Exception {
        assertThat(lossOf(new InterruptedException()).reason()).isEqualTo("queue failed: interrupted");
    }

    @Test
    void queueWhoseFailureCannotBePrintedEndsTheLeadership() throws Exception {
        assertThat(lossOf(new Unprintable()).reason())
                .isEqualTo("queue failed: failed without a message (Unprintable)");
    }

    @Test
    void queueThatHandsOutNullEndsTheLeadership() throws Exception {
        var queue = new LinkedBlockingQueue<Boolean>() {
            private static final long serialVersionUID = 1;

            @Override
            @SuppressWarnings("NullAway") // as a queue of somebody's may
            public Boolean take() throws InterruptedException {
                return super.take() ? true : null;
            }
        };
        tracker.track(S1, queue);
        queue.add(true);
        var leadership = tracker.await(S1, FIVE);
        queue.add(false);

        assertThat(leadership.awaitLost(FIVE).reason()).isEqualTo("queue failed: notification: is null");
    }

    @Test
    void queueThatFailsWhileItsServerDoesNotLeadIsNoLoss() throws Exception {
        var queue = new BrokenQueue(new IllegalStateException("disk full"));
        tracker.track(S1, queue);
        queue.add(false);
        while (!queue.isEmpty()) {
            Thread.onSpinWait();
        }
        tracker.untrack(S1);

        assertThat(tracker.history().events()).isEmpty();
        assertThat(tracker.anomalies()).isEmpty();
    }

    @Test
    void publisherWhoseFailureCannotBePrintedEndsTheLeadership() throws Exception {
        try (var publisher = new SubmissionPublisher<Boolean>()) {
            tracker.track(S1, publisher);
            publisher.submit(true);
            var leadership = tracker.await(S1, FIVE);
            publisher.closeExceptionally(new Unprintable());

            assertThat(leadership.awaitLost(FIVE).reason())
                    .isEqualTo("publisher failed: failed without a message (Unprintable)");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @SuppressWarnings("NullAway") // as a publisher that breaks the rules
    void publisherThatPublishesNullEndsTheLeadershipAndIsCancelled(boolean cancelThrows) throws Exception {
        var cancelled = new AtomicInteger();
        var subscribers = new LinkedBlockingQueue<Flow.Subscriber<? super Boolean>>();
        tracker.track(S1, (Flow.Publisher<Boolean>) subscribers::add);
        var subscriber = subscribers.take();
        subscriber.onSubscribe(new Flow.Subscription() {
            @Override
            public void request(long n) {}

            @Override
            public void cancel() {
                cancelled.incrementAndGet();
                if (cancelThrows) {
                    throw new IllegalStateException("cannot be cancelled");
                }
            }
        });
        subscriber.onNext(true);
        var leadership = tracker.await(S1, FIVE);

        subscriber.onNext(null);
        subscriber.onNext(true);

        assertThat(leadership.awaitLost(FIVE).reason()).isEqualTo("publisher failed: notification: is null");
        assertThat(cancelled).hasValue(1);
        assertThat(tracker.leader()).isEmpty();
    }

    @Test
    @SuppressWarnings("NullAway") // as a publisher that breaks the rules
    void publisherThatFailsWithoutAFailureEndsTheLeadership() throws Exception {
        tracker.track(S1, (Flow.Publisher<Boolean>) subscriber -> {
            subscriber.onNext(true);
            subscriber.onError(null);
        });

        assertThat(tracker.history().events())
                .last()
                .hasToString(tracker.history().events().get(1).toString());
        assertThat(tracker.history().toString()).contains("s1 lost (\"publisher failed: failed without a message\")");
    }
}
