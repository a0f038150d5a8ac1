package io.raftelection.springboot;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.raftelection.Leadership;
import io.raftelection.LeadershipEvent;
import io.raftelection.LeadershipListener;
import io.raftelection.LeadershipLostException;
import io.raftelection.LeadershipTimeoutException;
import io.raftelection.ServerId;
import io.raftelection.Standing;
import io.raftelection.Subscription;
import io.raftelection.Tracker;
import io.raftelection.TrackerClosedException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Calls one method, once for each leadership. The tracker's events only start a thread, which asks the tracker for the
 * leadership. It has one thread at most. Safe for use by many threads.
 */
final class LeaderRun {
    private static final Log LOG = LogFactory.getLog(RunWhenLeading.class);
    private static final Duration FOREVER = Duration.ofDays(365);

    private final LeaderMethod method;
    private final Tracker tracker;
    private final Optional<ServerId> server;

    /** Whether an acquisition was reported that the thread has not looked at. */
    @GuardedBy("this")
    private boolean isSignalled;

    @GuardedBy("this")
    private boolean isStopped;

    @GuardedBy("this")
    private @Nullable Thread thread;

    @GuardedBy("this")
    private @Nullable Subscription subscription;

    /**
     * The tenure of the latest call. Only the thread uses it; {@link #isDone} and {@link #signal} hand it over to the
     * next thread.
     */
    private long latest;

    LeaderRun(LeaderMethod method, Tracker tracker, Optional<ServerId> server) {
        this.method = method;
        this.tracker = tracker;
        this.server = server;
    }

    /** Receives the events of the tracker, and returns at once. */
    private final class Events implements LeadershipListener {

        @Override
        public void on(LeadershipEvent event) {
            if (event instanceof LeadershipEvent.Acquired
                    && server.filter(id -> !id.equals(event.server())).isEmpty()) {
                signal();
            }
        }

        @Override
        public void missed(long events, List<Standing> standings) {
            signal();
        }
    }

    void start() {
        var open = tracker.subscribe(new Events());
        synchronized (this) {
            if (!isStopped) {
                subscription = open;
                return;
            }
        }
        open.close();
    }

    private synchronized void signal() {
        isSignalled = true;
        if (thread == null && !isStopped) {
            var worker = new Thread(this::work, "raft-election-run " + method.name());
            worker.setDaemon(true);
            worker.start(); // if it fails, the tracker logs that, and the next event tries again
            thread = worker;
        }
    }

    /** Ends the thread unless there is another leadership to look at. */
    private synchronized boolean isDone() {
        boolean isDone = isStopped || !isSignalled;
        isSignalled = false;
        if (isDone) {
            thread = null;
            notifyAll();
        }
        return isDone;
    }

    private void work() {
        while (!isDone()) {
            var leadership = leadership();
            if (leadership.isPresent() && leadership.get().tenure() > latest) {
                latest = leadership.get().tenure();
                call(leadership.get());
            }
        }
    }

    /** {@return the leadership that is held now} */
    private Optional<Leadership> leadership() {
        if (server.isEmpty()) {
            return tracker.leader();
        }
        try {
            return Optional.of(tracker.await(server.get(), Duration.ofNanos(1)));
        } catch (LeadershipTimeoutException | TrackerClosedException | IllegalArgumentException e) {
            return Optional.empty(); // it was lost again, or the server is no longer tracked
        } catch (InterruptedException e) {
            return Optional.empty(); // the application ends
        }
    }

    private void call(Leadership leadership) {
        LOG.debug("@RunWhenLeading " + method.name() + ": starts, " + leadership);
        try {
            boolean wasHeld = callWhenReady(leadership);
            LOG.debug("@RunWhenLeading " + method.name() + ": ended, leadership " + (wasHeld ? "is held" : "was lost"));
        } catch (InterruptedException e) {
            LOG.debug("@RunWhenLeading " + method.name() + ": was interrupted", e);
        } catch (Throwable e) {
            if (leadership.isHeld()) {
                LOG.error(
                        "@RunWhenLeading " + method.name() + ": failed, it is not called again before the next"
                                + " leadership",
                        e);
            } else {
                LOG.debug("@RunWhenLeading " + method.name() + ": ended with the loss of leadership", e);
            }
        }
    }

    private boolean callWhenReady(Leadership leadership) throws Exception {
        Leadership.Task<Exception> task = () -> method.call(leadership);
        try {
            leadership.awaitReady(FOREVER);
        } catch (LeadershipLostException e) {
            return false;
        } catch (UnsupportedOperationException e) {
            LOG.debug("@RunWhenLeading " + method.name() + ": does not wait until the leader is ready", e);
        }
        return leadership.run(task);
    }

    /** Ends the subscription and interrupts the method. */
    void stop() {
        Subscription open;
        synchronized (this) {
            isStopped = true;
            open = subscription;
            subscription = null;
            if (thread != null) {
                thread.interrupt();
            }
        }
        if (open != null) {
            open.close();
        }
    }

    /** Waits until the method has returned, after {@link #stop}, and logs a warning if it does not. */
    synchronized void awaitEnd(long deadline) {
        try {
            while (thread != null && deadline - System.nanoTime() > 0) {
                TimeUnit.NANOSECONDS.timedWait(this, deadline - System.nanoTime());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread != null) {
            LOG.warn("@RunWhenLeading " + method.name() + ": goes on although the application ends");
        }
    }
}
