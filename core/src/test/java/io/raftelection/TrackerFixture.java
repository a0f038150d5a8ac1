package io.raftelection;

import io.raftelection.spi.LeadershipSink;
import io.raftelection.spi.ManualTime;
import java.time.Duration;
import java.util.concurrent.Executor;

/** A tracker of s1, s2 and s3 in manual time, whose callbacks run on the calling thread. */
final class TrackerFixture implements AutoCloseable {
    static final ServerId S1 = ServerId.of("s1");
    static final ServerId S2 = ServerId.of("s2");
    static final ServerId S3 = ServerId.of("s3");
    static final Duration FIVE = Duration.ofSeconds(5);

    final ManualTime time = new ManualTime();
    final Log log = new Log();
    final Tracker tracker;
    final LeadershipSink s1;
    final LeadershipSink s2;
    final LeadershipSink s3;

    private TrackerFixture(boolean strict, Executor executor) {
        tracker = builder().strict(strict).executor(executor).build();
        s1 = tracker.track(S1);
        s2 = tracker.track(S2);
        s3 = tracker.track(S3);
    }

    private TrackerBuilder builder() {
        return Tracker.builder("orders").timer(time).clock(time).logger(log);
    }

    static TrackerFixture strict() {
        return new TrackerFixture(true, Runnable::run);
    }

    static TrackerFixture lenient() {
        return new TrackerFixture(false, Runnable::run);
    }

    static TrackerFixture lenient(Executor executor) {
        return new TrackerFixture(false, executor);
    }

    void pass(Duration duration) {
        time.advance(duration);
    }

    @Override
    public void close() {
        tracker.close();
    }
}
