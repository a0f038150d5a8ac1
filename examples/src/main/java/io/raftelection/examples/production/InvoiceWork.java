package io.raftelection.examples.production;

import io.raftelection.ServerId;
import io.raftelection.Tracker;
import java.io.IOException;
import java.time.Duration;

/** The work that only the leader may do. */
final class InvoiceWork implements Runnable {
    private static final Duration LONGEST_WAIT = Duration.ofDays(365);
    private static final long PAUSE_MILLIS = 20;

    private final ServerId self;
    private final Tracker tracker;
    private final FencedStore store;

    InvoiceWork(ServerId self, Tracker tracker, FencedStore store) {
        this.self = self;
        this.tracker = tracker;
        this.store = store;
    }

    /** Works whenever this server leads, until the thread is interrupted. */
    @Override
    public void run() {
        try {
            // region work
            while (true) {
                var leadership = tracker.await(self, LONGEST_WAIT);
                leadership.runWhenReady(
                        LONGEST_WAIT,
                        () -> sendInvoices(leadership.fencingToken().orElseThrow()));
                leadership.awaitLost(LONGEST_WAIT);
            }
            // endregion
        } catch (InterruptedException e) {
            // the service shuts down
        }
    }

    // region fence
    private void sendInvoices(long fencingToken) throws InterruptedException {
        boolean accepted = true;
        while (accepted) { // a refused token means that a later leader has written
            try {
                accepted = store.write(fencingToken, "invoice from " + self);
            } catch (IOException e) {
                System.err.println(self + ": " + e); // and the next round tries again
            }
            Thread.sleep(PAUSE_MILLIS); // throws InterruptedException when leadership is lost
        }
    }
    // endregion
}
