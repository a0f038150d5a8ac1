package io.raftelection.internal;

import io.raftelection.ServerId;
import io.raftelection.Subscription;
import io.raftelection.spi.LeadershipSink;
import io.raftelection.spi.LeadershipSource;
import java.util.concurrent.BlockingQueue;

/** A queue of notifications, true for acquired and false for lost, emptied by a daemon thread of its own. */
public record QueueSource(ServerId server, BlockingQueue<Boolean> queue) implements LeadershipSource {

    @Override
    public Subscription subscribe(LeadershipSink sink) {
        var thread = Daemon.thread("raft-election-queue " + server, () -> forward(sink));
        thread.start();
        return thread::interrupt;
    }

    /** Ends by interrupt; what is left in the queue then is still handed over, to be counted. */
    private void forward(LeadershipSink sink) {
        try {
            while (true) {
                report(queue.take(), sink);
            }
        } catch (InterruptedException e) {
            for (var change = queue.poll(); change != null; change = queue.poll()) {
                report(change, sink);
            }
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
