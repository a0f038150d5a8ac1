package io.raftelection.internal;

import io.raftelection.ServerId;
import io.raftelection.Subscription;
import io.raftelection.spi.LeadershipSink;
import io.raftelection.spi.LeadershipSource;
import java.util.concurrent.BlockingQueue;

/**
 * A queue of notifications, true for acquired and false for lost, emptied by a daemon thread of its own. When the queue
 * fails, nothing is known of the server.
 */
public record QueueSource(ServerId server, BlockingQueue<Boolean> queue) implements LeadershipSource {

    @Override
    public Subscription subscribe(LeadershipSink sink) {
        var reader = new Reader(queue, sink);
        reader.thread = Daemon.light("raft-election-queue " + server, reader);
        reader.thread.start();
        return reader;
    }

    /** Empties the queue, on its thread, until it is closed or the queue fails. */
    private static final class Reader implements Runnable, Subscription {
        private final BlockingQueue<Boolean> queue;
        private final LeadershipSink sink;

        /** Set before it starts. */
        @SuppressWarnings("NullAway.Init")
        private Thread thread;

        private volatile boolean closed;
        private boolean leads;

        Reader(BlockingQueue<Boolean> queue, LeadershipSink sink) {
            this.queue = queue;
            this.sink = sink;
        }

        @Override
        public void run() {
            try {
                while (true) {
                    report(Checks.notNull(queue.take(), "notification"));
                }
            } catch (Throwable e) {
                end(e);
            }
        }

        private void report(boolean change) {
            leads = change;
            QueueSource.report(change, sink);
        }

        /** Once closed, what is left in the queue is still handed over, to be counted. */
        private void end(Throwable failure) {
            if (!closed) {
                if (leads) {
                    sink.lost("queue failed: " + FailureReason.of(failure));
                }
                return;
            }
            try {
                for (var change = queue.poll(); change != null; change = queue.poll()) {
                    report(change);
                }
            } catch (Throwable e) {
                return; // it is not listened to any longer, and there is nobody to tell
            }
        }

        @Override
        public void close() {
            closed = true;
            thread.interrupt();
        }
    }

    static void report(boolean leads, LeadershipSink sink) {
        if (leads) {
            sink.acquired();
        } else {
            sink.lost();
        }
    }
}
