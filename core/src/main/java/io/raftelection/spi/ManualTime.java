package io.raftelection.spi;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * Time that passes only when a test advances it: the timer and the clock of a tracker under test. It starts at the Unix
 * epoch and ends 2<sup>63</sup>-1 nanoseconds later, after about 292 years. Due tasks run on the thread that advances
 * it. Safe for use by many threads.
 */
public final class ManualTime implements Timer, InstantSource {
    private final PriorityQueue<Task> tasks =
            new PriorityQueue<>(Comparator.comparing(Task::due).thenComparing(Task::order));
    /** The last moment that {@link #nanoTime()} can return. */
    private static final Duration LAST = Duration.ofNanos(Long.MAX_VALUE);

    /** The due time of a task that never runs. */
    private static final Duration NEVER = Duration.ofSeconds(Long.MAX_VALUE);

    private Duration now = Duration.ZERO;
    private long scheduled;

    private record Task(Duration due, long order, Runnable action) {}

    /** Creates a time that starts at zero. */
    public ManualTime() {}

    @Override
    public synchronized long nanoTime() {
        return now.toNanos();
    }

    @Override
    public synchronized Instant instant() {
        return Instant.EPOCH.plus(now);
    }

    /**
     * Runs a task once, when it is due. A task with a delay of zero or less is due at once, and a task that is due
     * after the end of this time never runs.
     *
     * @param delay the delay
     * @param action the task
     * @return a handle that cancels the task
     */
    @Override
    public synchronized Cancellable schedule(Duration delay, Runnable action) {
        Objects.requireNonNull(delay, "delay: is null");
        Objects.requireNonNull(action, "action: is null");
        var due = delay.compareTo(LAST.minus(now)) > 0 ? NEVER : now.plus(delay);
        var task = new Task(due, scheduled++, action);
        tasks.add(task);
        return () -> cancel(task);
    }

    /**
     * Advances the time. Every task that becomes due runs at its own moment, in order.
     *
     * @param time by how much, zero or more
     * @throws IllegalArgumentException if it is negative, or goes beyond the end of this time; then nothing changes
     */
    public void advance(Duration time) {
        var end = after(time);
        for (var task = next(end); task.isPresent(); task = next(end)) {
            task.get().action().run();
        }
        stopAt(end);
    }

    /**
     * Advances the time as it passes for a process that cannot run: tasks that become due run late, at the end.
     *
     * @param time by how much, zero or more
     * @throws IllegalArgumentException if it is negative, or goes beyond the end of this time; then nothing changes
     */
    public void stall(Duration time) {
        stopAt(after(time));
        advance(Duration.ZERO);
    }

    /** {@return how many tasks are pending} */
    public synchronized int pending() {
        return tasks.size();
    }

    private synchronized Duration after(Duration time) {
        Objects.requireNonNull(time, "time: is null");
        if (time.isNegative()) {
            throw new IllegalArgumentException("time: " + time + ", expected zero or more");
        }
        var left = LAST.minus(now);
        if (time.compareTo(left) > 0) {
            throw new IllegalArgumentException("time: " + time + ", expected at most " + left + ", since it is " + now
                    + " now and this time ends at " + LAST);
        }
        return now.plus(time);
    }

    private synchronized Optional<Task> next(Duration end) {
        var task = tasks.peek();
        if (task == null || task.due().compareTo(end) > 0) {
            return Optional.empty();
        }
        tasks.remove();
        stopAt(task.due());
        return Optional.of(task);
    }

    private synchronized void stopAt(Duration moment) {
        if (moment.compareTo(now) > 0) {
            now = moment;
        }
    }

    private synchronized void cancel(Task task) {
        tasks.remove(task);
    }
}
