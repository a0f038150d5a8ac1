package io.raftelection.internal;

import io.raftelection.ServerId;
import io.raftelection.Subscription;
import io.raftelection.spi.LeadershipSink;
import io.raftelection.spi.LeadershipSource;
import java.util.concurrent.BlockingQueue;

/**
 * A queue of notifications: true for acquired, false for lost. A daemon thread reads it. When the queue fails, the
 * server's state is unknown.
 */
public record QueueSource(ServerId server, BlockingQueue<Boolean> queue) implements LeadershipSource {

    @Override
    public Subscription subscribe(LeadershipSink sink) {
        sink.readinessUnavailable("a queue reports acquired and lost only");
        var reader = new Reader(queue, sink);
        reader.thread = Daemon.light("raft-election-queue " + server, reader);
        reader.thread.start();
        return reader;
    }

    /** Reads the queue on its own thread, until it is closed or the queue fails. */
    private static final class Reader implements Runnable, Subscription {
        private final BlockingQueue<Boolean> queue;
        private final LeadershipSink sink;

        /** Set before the thread starts. */
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

        /** After the close, it reports the rest of the queue, so that the tracker counts these notifications. */
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
                return; // the server is untracked, so the failure does not matter
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
