package io.raftelection.testing.contract;

import io.raftelection.LeadershipEvent;
import io.raftelection.LeadershipListener;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A listener that blocks for five seconds at its first event, which is longer than any election takes. */
final class BlockingListener implements LeadershipListener {
    private static final Duration TIME = Duration.ofSeconds(5);

    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch never = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);

    @Override
    public void on(LeadershipEvent event) {
        begun.countDown();
        try {
            boolean unused = never.await(TIME.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        ended.countDown();
    }

    /** Waits until it blocks. */
    boolean awaitBegin() throws InterruptedException {
        return begun.await(ContractCluster.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Waits until it has blocked for five seconds. */
    boolean awaitEnd() throws InterruptedException {
        return ended.await(ContractCluster.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }
}
