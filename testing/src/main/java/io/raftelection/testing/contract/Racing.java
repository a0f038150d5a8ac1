package io.raftelection.testing.contract;

import io.raftelection.spi.LeadershipSink;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Passes reports on; tells when the first is about to be passed on, and how many were and have returned. */
final class Racing {
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch returned;
    private final AtomicLong passed = new AtomicLong();

    /** Waits for as many reports. */
    Racing(int reports) {
        returned = new CountDownLatch(reports);
    }

    LeadershipSink to(LeadershipSink sink) {
        return new LeadershipSink() {
            @Override
            public void acquired() {
                pass(sink::acquired);
            }

            @Override
            public void acquired(long term) {
                pass(() -> sink.acquired(term));
            }

            @Override
            public void lost() {
                pass(sink::lost);
            }

            @Override
            public void lost(String reason) {
                pass(() -> sink.lost(reason));
            }
        };
    }

    private void pass(Runnable report) {
        passed.incrementAndGet();
        begun.countDown();
        report.run();
        returned.countDown();
    }

    /** Waits until the first is about to be passed on. */
    boolean awaitBegin() throws InterruptedException {
        return begun.await(Arena.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Waits until all that were expected have returned. */
    boolean awaitReturn() throws InterruptedException {
        return returned.await(Arena.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    long passed() {
        return passed.get();
    }
}
