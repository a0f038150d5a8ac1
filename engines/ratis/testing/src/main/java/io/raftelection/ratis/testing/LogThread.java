package io.raftelection.ratis.testing;

import java.util.Arrays;
import java.util.Optional;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.raftlog.RaftLog;

/**
 * The thread that writes a server's log. In Ratis 3.3.0 it waits for the next entry for a second at a time, and finds
 * out only then that its log was closed: without help, each server takes that long to close.
 *
 * @param log the log
 * @param thread which writes it
 */
record LogThread(RaftLog log, Thread thread) {
    private static final String NAME = "-SegmentedRaftLogWorker";
    private static final String QUEUE = "org.apache.ratis.util.DataBlockingQueue";

    /** {@return that of a server that was started, if it can be found: Ratis only gives it a name} */
    static Optional<LogThread> of(RaftServer.Division division) {
        var name = division.getMemberId() + NAME;
        return Arrays.stream(threads())
                .filter(thread -> thread != null && thread.getName().equals(name))
                .findAny()
                .map(thread -> new LogThread(division.getRaftLog(), thread));
    }

    private static Thread[] threads() {
        var group = Thread.currentThread().getThreadGroup();
        while (group.getParent() != null) {
            group = group.getParent();
        }
        var threads = new Thread[2 * group.activeCount() + 1]; // others may start meanwhile
        group.enumerate(threads);
        return threads;
    }

    /**
     * Ends its wait if the log is closed. Then nobody adds an entry, so that a thread that waits has written all there
     * was, and an interrupt cannot hit it while it writes.
     */
    void endWait() {
        if (!log.isOpened() && isWaiting()) {
            thread.interrupt();
        }
    }

    private boolean isWaiting() {
        return Arrays.stream(thread.getStackTrace())
                .anyMatch(frame -> frame.getClassName().equals(QUEUE)
                        && frame.getMethodName().equals("poll"));
    }
}
