package io.raftelection.testing.contract;

import io.raftelection.spi.ForwardingSink;
import io.raftelection.spi.LeadershipSink;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Passes reports on, and counts acquisitions and losses. A test can wait for the start of the first report and for the
 * return of all.
 */
final class CountingSink {
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch expected;
    private final AtomicLong returned = new AtomicLong();

    /** Creates sinks that expect a number of reports. */
    CountingSink(int reports) {
        expected = new CountDownLatch(reports);
    }

    LeadershipSink to(LeadershipSink sink) {
        return new ForwardingSink() {
            @Override
            public LeadershipSink sink() {
                return sink;
            }

            @Override
            public void acquired() {
                pass(sink::acquired);
            }

            @Override
            public void acquired(long term) {
                pass(() -> sink.acquired(term));
            }

            @Override
            public void acquiredWithToken(long token) {
                pass(() -> sink.acquiredWithToken(token));
            }

            @Override
            public LeadershipSink newAttachment() {
                return to(sink.newAttachment());
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
        begun.countDown();
        report.run();
        returned.incrementAndGet();
        expected.countDown();
    }

    /** Waits until the first report is about to be passed on. */
    boolean awaitBegin() throws InterruptedException {
        return begun.await(ContractCluster.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Waits until all expected reports have returned. */
    boolean awaitReturn() throws InterruptedException {
        return expected.await(ContractCluster.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    long returned() {
        return returned.get();
    }
}
