package io.raftelection.benchmarks;

import java.util.concurrent.locks.LockSupport;
import org.openjdk.jmh.util.ListStatistics;

/**
 * A thread that waits for signals. JMH cannot time them: a signal begins in one thread and ends in another, and ways to
 * signal that are compared take turns, so that other load on the machine affects them equally.
 */
final class Waiter implements AutoCloseable {
    static final Step NOTHING = () -> {};

    /** The time after which a thread that reports waiting is really asleep. */
    private static final long SETTLE_NANOS = 30_000;

    /** The time after which the signalling thread leaves its processor to threads that are still to be notified. */
    private static final long SPIN_NANOS = 200_000;

    private final Thread thread = new Thread(this::awaitAll, "waiter");
    private volatile Step await = NOTHING;
    private volatile int round;
    private volatile int entered;
    private volatile long arrived;

    Waiter() {
        thread.setDaemon(true);
        thread.start();
    }

    /** A part of a signal. */
    interface Step {
        void run() throws Exception;
    }

    /**
     * A way to signal a waiting thread.
     *
     * @param await blocks the waiting thread; nothing if the signal calls {@link #arrive()} in another thread
     * @param after resets the state
     * @param sent the nanoseconds that sending takes
     * @param arrived the nanoseconds until the signal arrives
     */
    record Signal(
            String name, Step prepare, Step await, Step fire, Step after, ListStatistics sent, ListStatistics arrived) {
        Signal(String name, Step prepare, Step await, Step fire, Step after) {
            this(name, prepare, await, fire, after, new ListStatistics(), new ListStatistics());
        }
    }

    /** {@return a signal that arrives when {@code await} returns} */
    Signal blocked(String name, Step prepare, Step await, Step fire, Step after) {
        Step arriving = () -> {
            await.run();
            arrive();
        };
        return new Signal(name, prepare, arriving, fire, after);
    }

    Thread thread() {
        return thread;
    }

    /** Records that the signal arrived. */
    void arrive() {
        arrived = System.nanoTime();
    }

    /** Sends a signal once, after the waiting thread has fallen asleep. */
    void wake(Signal signal) throws Exception {
        wake(signal, () -> spin(SETTLE_NANOS));
    }

    /** Sends a signal once, after a step that runs while the thread waits. {@return the time of its arrival} */
    long wake(Signal signal, Step settle) throws Exception {
        arrived = 0;
        signal.prepare.run();
        await = signal.await;
        int now = round + 1;
        round = now;
        LockSupport.unpark(thread);
        while (entered != now || thread.getState() == Thread.State.RUNNABLE) {
            Checks.that(thread.isAlive(), "waiter: its thread ended");
            Thread.onSpinWait();
        }
        settle.run();
        long fired = System.nanoTime();
        signal.fire.run();
        long sent = System.nanoTime();
        while (arrived == 0) {
            Checks.that(thread.isAlive(), "waiter: its thread ended");
            if (System.nanoTime() - sent > SPIN_NANOS) {
                LockSupport.parkNanos(SPIN_NANOS);
            }
        }
        long end = arrived;
        signal.after.run();
        signal.sent.addValue((double) (sent - fired));
        signal.arrived.addValue((double) (end - fired));
        return end;
    }

    static void spin(long nanos) {
        long until = System.nanoTime() + nanos;
        while (System.nanoTime() < until) {
            Thread.onSpinWait();
        }
    }

    /** Runs on the waiting thread, which also sleeps between its waits to leave the processor to callbacks. */
    private void awaitAll() {
        try {
            for (int now = 1; ; now++) {
                while (round < now) {
                    LockSupport.park(this);
                    if (Thread.interrupted()) {
                        return;
                    }
                }
                entered = now;
                await.run();
            }
        } catch (Exception e) {
            throw new IllegalStateException("waiter: failed", e);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
