package io.raftelection.watch.elections;

import io.raftelection.Subscription;
import io.raftelection.TrackerClosedException;
import io.raftelection.watch.AnswerException;
import io.raftelection.watch.WatchTarget;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Follows one election at one of several addresses until it is closed, on a thread of its own. When an address fails it
 * goes on with the next one, with increasing pauses when all fail. When none has confirmed the state for the timeout of
 * the settings, the leader is unknown.
 */
public final class Following implements Subscription {
    private final List<String> addresses;
    private final WatchTarget target;
    private final String subject;
    private final ElectionReports reports;
    private final Follower follower;
    private final Thread thread;

    /** When the state was last known to be the present one. Only the thread uses it, and {@link #failures}. */
    private long confirmed = System.nanoTime();

    /** How many attempts in a row have confirmed nothing. */
    private int failures;

    private volatile boolean closed;

    /** What is done with one address. */
    @FunctionalInterface
    public interface Follower {
        /**
         * Reports the changes at an address until it fails.
         *
         * @param address the address
         * @param following to be told when the state is confirmed
         * @throws AnswerException if it fails
         * @throws InterruptedException if the watch is closed
         */
        void follow(String address, Following following) throws AnswerException, InterruptedException;
    }

    private Following(
            List<String> addresses, WatchTarget target, String subject, ElectionReports reports, Follower follower) {
        this.addresses = addresses;
        this.target = target;
        this.subject = subject;
        this.reports = reports;
        this.follower = follower;
        this.thread = new Thread(this::run, "raft-election-watch");
        thread.setDaemon(true);
    }

    /**
     * {@return the subscription of an election that is followed from now on}
     *
     * @param addresses the addresses, at least one
     * @param target receives problems
     * @param subject the election, for messages
     * @param reports its reports
     * @param follower what is done with each address
     */
    public static Subscription begin(
            List<String> addresses, WatchTarget target, String subject, ElectionReports reports, Follower follower) {
        var following = new Following(addresses, target, subject, reports, follower);
        following.thread.start();
        return following;
    }

    /** Notes that the reported state is the present one. */
    public void confirm() {
        confirmed = System.nanoTime();
        failures = 0;
        target.solved(subject);
    }

    private void run() {
        try {
            for (int attempt = 0; !closed; attempt++) {
                failures++;
                try {
                    follower.follow(addresses.get(attempt % addresses.size()), this);
                } catch (AnswerException e) {
                    failed(String.valueOf(e.getMessage()));
                } catch (TrackerClosedException e) {
                    throw e;
                } catch (RuntimeException e) {
                    failed("failed: " + e);
                }
                if (failures % addresses.size() == 0) {
                    TimeUnit.NANOSECONDS.sleep(pause(failures / addresses.size()));
                }
            }
        } catch (InterruptedException | TrackerClosedException e) {
            // The watch is closed.
        }
    }

    private long pause(int rounds) {
        long interval = target.settings().interval().toNanos();
        long longest = Math.max(interval, target.settings().backOff().toNanos());
        return Math.min(longest, interval << Math.min(rounds, 10));
    }

    private void failed(String words) {
        if (System.nanoTime() - confirmed >= target.settings().timeout().toNanos()) {
            reports.unknown("cannot be asked: " + words);
            target.problem(subject, words);
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
