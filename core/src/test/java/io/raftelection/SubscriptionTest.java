package io.raftelection;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.spi.LeadershipSink;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The events that listeners receive, including listeners that are late or slow, or that throw. */
final class SubscriptionTest {

    @Test
    void lateListenerReceivesThePresentStateAndThenEveryEvent() {
        try (var cluster = TrackerFixture.lenient()) {
            cluster.s1.acquired(1);
            cluster.s1.lost();
            cluster.s2.acquired(2);
            var told = new ArrayList<String>();

            cluster.tracker.subscribe(event -> told.add(event.toString()));
            assertThat(told).hasSize(1);
            cluster.s2.lost();

            assertThat(told).containsExactly("0.000s s2 acquired term 2", "0.000s s2 lost term 2 (stepped down)");
        }
    }

    @Test
    void closedListenerReceivesNothingMore() {
        try (var cluster = TrackerFixture.lenient()) {
            var told = new ArrayList<LeadershipEvent>();
            var subscription = cluster.tracker.subscribe(told::add);

            subscription.close();
            subscription.close();
            cluster.s1.acquired(1);

            assertThat(told).isEmpty();
        }
    }

    @Test
    void eventsThatWaitForAClosedListenerAreDropped() {
        var queued = new ArrayList<Runnable>();
        try (var cluster = TrackerFixture.lenient(queued::add)) {
            var told = new ArrayList<LeadershipEvent>();
            var subscription = cluster.tracker.subscribe(told::add);
            cluster.s1.acquired(1);

            subscription.close();
            queued.forEach(Runnable::run);

            assertThat(told).isEmpty();
        }
    }

    @Test
    void throwingListenerStaysSubscribedAndHoldsUpNobody() {
        try (var cluster = TrackerFixture.lenient()) {
            var told = new ArrayList<LeadershipEvent>();
            cluster.tracker.subscribe(event -> {
                throw new AssertionError("listener");
            });
            cluster.tracker.subscribe(event -> {
                told.add(event);
                throw new IllegalStateException("listener");
            });

            cluster.s1.acquired(1);
            cluster.s1.lost();

            assertThat(told).hasSize(2);
        }
    }

    @Test
    void listenerReceivesTheEndOfTheTracker() {
        var told = new ArrayList<String>();
        try (var cluster = TrackerFixture.lenient()) {
            cluster.tracker.subscribe(event -> told.add(event.toString()));
            cluster.s1.acquired(1);
        }

        assertThat(told).endsWith("0.000s s1 lost term 1 (closed)");
    }

    @Test
    void slowListenerLearnsHowManyItMissedAndHowAllStandNow() throws Exception {
        var told = new LinkedBlockingQueue<String>();
        var entered = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        var log = new Log();
        try (var tracker = Tracker.builder("slow").mailboxSize(2).logger(log).build()) {
            LeadershipSink s1 = tracker.track(ServerId.of("s1"));
            tracker.subscribe(new LeadershipListener() {
                @Override
                public void on(LeadershipEvent event) {
                    told.add(event.term().orElseThrow() + (event instanceof LeadershipEvent.Acquired ? "+" : "-"));
                    entered.countDown();
                    await(go);
                }

                @Override
                public void missed(long events, List<Standing> standings) {
                    told.add("missed " + events + ", " + standings.get(0).role());
                }
            });

            s1.acquired(1); // being told
            await(entered);
            s1.lost(); // waits
            s1.acquired(2); // waits
            s1.lost(); // missed
            s1.acquired(3); // missed
            go.countDown();

            assertThat(next(told)).isEqualTo("1+");
            assertThat(next(told)).isEqualTo("1-");
            assertThat(next(told)).isEqualTo("2+");
            assertThat(next(told)).isEqualTo("missed 2, LEADING");
            s1.lost();
            assertThat(next(told)).isEqualTo("3-");
            assertThat(log.lines).containsExactly("WARNING tracker slow: a slow listener missed 2 events");
        }
    }

    private static String next(LinkedBlockingQueue<String> told) throws InterruptedException {
        return String.valueOf(told.poll(10, TimeUnit.SECONDS));
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
