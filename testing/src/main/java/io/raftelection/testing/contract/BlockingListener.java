package io.raftelection.testing.contract;

import io.raftelection.LeadershipEvent;
import io.raftelection.LeadershipListener;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A listener that blocks at its first event until it is released. */
final class BlockingListener implements LeadershipListener {
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    @Override
    public void on(LeadershipEvent event) {
        begun.countDown();
        try {
            released.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits until it blocks. */
    boolean awaitBegin() throws InterruptedException {
        return begun.await(ContractCluster.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    void release() {
        released.countDown();
    }
}
