package io.raftelection.spi;

import io.raftelection.Subscription;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * Time that passes only when told to, for tests: the timer and the clock of a tracker whose deadlines a test turns by
 * hand. Starts at the Unix epoch. Due tasks run on the thread that turns it.
 */
public final class ManualTime implements Timer, InstantSource {
    private final PriorityQueue<Task> tasks =
            new PriorityQueue<>(Comparator.comparing(Task::due).thenComparing(Task::order));
    private Duration now = Duration.ZERO;
    private long scheduled;

    private record Task(Duration due, long order, Runnable action) {}

    /** Creates a time that stands at zero. */
    public ManualTime() {}

    @Override
    public synchronized long nanoTime() {
        return now.toNanos();
    }

    @Override
    public synchronized Instant instant() {
        return Instant.EPOCH.plus(now);
    }

    @Override
    public synchronized Subscription schedule(Duration delay, Runnable action) {
        var task = new Task(now.plus(delay), scheduled++, action);
        tasks.add(task);
        return () -> cancel(task);
    }

    /**
     * Lets time pass. Every task that falls due runs at its own moment, in order.
     *
     * @param time how much
     */
    public void advance(Duration time) {
        var end = after(time);
        for (var task = next(end); task.isPresent(); task = next(end)) {
            task.get().action().run();
        }
        stopAt(end);
    }

    /**
     * Lets time pass as it does for a process that got no time to run: what falls due runs late, at the end.
     *
     * @param time how much
     */
    public void stall(Duration time) {
        stopAt(after(time));
        advance(Duration.ZERO);
    }

    /** {@return how many tasks wait for their moment} */
    public synchronized int pending() {
        return tasks.size();
    }

    private synchronized Duration after(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("time: " + time + ", expected zero or more");
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
