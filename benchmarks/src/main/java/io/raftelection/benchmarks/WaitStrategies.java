package io.raftelection.benchmarks;

import io.raftelection.Leadership;
import io.raftelection.LeadershipFuture;
import io.raftelection.ServerId;
import io.raftelection.Tracker;
import io.raftelection.spi.LeadershipSink;
import java.time.Duration;

/** The tracker's ways to signal a waiting thread. Each uses a separate tracker. */
@SuppressWarnings("NullAway.Init") // prepare() runs first
final class WaitStrategies {
    private static final ServerId S1 = ServerId.of("s1");
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Tracker tracker;
    private final LeadershipSink server;
    private long term;
    private volatile LeadershipFuture future;
    private volatile Leadership leadership;

    private WaitStrategies(Tracker tracker) {
        this.tracker = tracker;
        this.server = tracker.track(S1);
    }

    /** Signals a thread that is blocked in {@code done()}. */
    static Path done(Tracker tracker) {
        return new WaitStrategies(tracker).new Done();
    }

    /** Signals a thread that is blocked in {@code awaitLost()}. */
    static Path awaitLost(Tracker tracker) {
        return new WaitStrategies(tracker).new AwaitLost();
    }

    /** Signals a callback of {@code lost()}. */
    static Path lost(Tracker tracker) {
        return new WaitStrategies(tracker).new Lost();
    }

    private void expect() {
        future = tracker.expect(S1, PATIENCE);
    }

    private void acquire() {
        expect();
        server.acquired(++term);
        try {
            leadership = future.done();
        } catch (InterruptedException e) {
            throw new IllegalStateException("done(): interrupted after the acquisition", e);
        }
    }

    private final class Done implements Path {
        @Override
        public void prepare(Runnable arrival) {
            expect();
        }

        @Override
        public boolean await() throws InterruptedException {
            return future.done().isHeld();
        }

        @Override
        public void fire() {
            server.acquired(++term);
        }

        @Override
        public void after() {
            server.lost();
        }
    }

    private final class AwaitLost implements Path {
        @Override
        public void prepare(Runnable arrival) {
            acquire();
        }

        @Override
        public boolean await() throws InterruptedException {
            return leadership.awaitLost(PATIENCE).server().equals(S1);
        }

        @Override
        public void fire() {
            server.lost();
        }
    }

    private final class Lost implements Path {
        @Override
        public void prepare(Runnable arrival) {
            acquire();
            leadership.lost().thenAccept(loss -> arrival.run());
        }

        @Override
        public void fire() {
            server.lost();
        }
    }
}
