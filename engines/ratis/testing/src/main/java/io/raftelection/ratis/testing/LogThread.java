package io.raftelection.ratis.testing;

import java.util.Arrays;
import java.util.Optional;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.raftlog.RaftLog;

/**
 * The thread that writes a server's log. In Ratis 3.3.0 it waits for the next entry for a second at a time, and notices
 * only then that its log was closed. Each server would take that long to close.
 *
 * @param log the log
 * @param thread the thread that writes it
 */
record LogThread(RaftLog log, Thread thread) {
    private static final String NAME = "-SegmentedRaftLogWorker";
    private static final String QUEUE = "org.apache.ratis.util.DataBlockingQueue";

    /** {@return the thread of a started server, if it is found by its name, which is all that Ratis offers} */
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
     * Ends the wait of the thread if the log is closed. No entries are added to a closed log, so a waiting thread has
     * written all entries, and the interrupt cannot disturb a write.
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
