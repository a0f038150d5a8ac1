package io.raftelection.report;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A page that receives a stream. What it has not received yet waits in a bounded queue; if the queue is full, its older
 * half is dropped, and the page is told how many events that are. At most one thread writes to it, and only while
 * something waits.
 */
final class LiveClient implements Runnable {
    /** How many bytes are written before other clients have their turn. */
    private static final int TURN = 1 << 16;

    private final HttpExchange exchange;
    private final Executor writers;
    private final int limit;
    private final LongSupplier memory;
    private final LongAdder dropped;
    private final Consumer<LiveClient> gone;

    @GuardedBy("this")
    private final Deque<LiveBatch> queue = new ArrayDeque<>();

    /** The number of events in the queue. */
    @GuardedBy("this")
    private long queued;

    @GuardedBy("this")
    private long queuedBytes;

    @GuardedBy("this")
    private byte @Nullable [] start;

    @GuardedBy("this")
    private byte @Nullable [] time;

    /** The number of events that were dropped before the queue, and the time from which they are missing. */
    @GuardedBy("this")
    private long gap;

    @GuardedBy("this")
    private long gapSince;

    @GuardedBy("this")
    private boolean hasGap;

    @GuardedBy("this")
    private boolean busy;

    /** Whether nothing follows what waits. */
    @GuardedBy("this")
    private boolean isLast;

    @GuardedBy("this")
    private boolean ended;

    /**
     * Creates a client whose response has begun.
     *
     * @param limit the largest number of events that wait
     * @param memory the largest number of their bytes
     * @param dropped counts the events that were dropped
     * @param gone is called when the client has ended
     */
    LiveClient(
            HttpExchange exchange,
            Executor writers,
            int limit,
            LongSupplier memory,
            LongAdder dropped,
            Consumer<LiveClient> gone) {
        this.exchange = exchange;
        this.writers = writers;
        this.limit = limit;
        this.memory = memory;
        this.dropped = dropped;
        this.gone = gone;
    }

    /** Sends the message that starts the page anew, before everything else. */
    void start(byte[] message, long missing) {
        dropped.add(missing);
        synchronized (this) {
            start = message;
        }
    }

    /** Sends a message without events when nothing else waits. It replaces one that waits. */
    void time(byte[] message) {
        synchronized (this) {
            if (ended) {
                return;
            }
            time = message;
        }
        write();
    }

    /** Ends the stream with a message, after everything that waits. */
    void finish(byte[] message) {
        synchronized (this) {
            if (ended) {
                return;
            }
            isLast = true;
            time = message;
        }
        write();
    }

    /** Adds a batch to the queue. */
    void offer(LiveBatch batch) {
        synchronized (this) {
            if (ended) {
                return;
            }
            int size = batch.bytes().length;
            long most = memory.getAsLong();
            if (queued + batch.count() > limit || queuedBytes + size > most) {
                drop(limit / 2 - batch.count(), most / 2 - size);
            }
            queue.addLast(batch);
            queued += batch.count();
            queuedBytes += size;
        }
        write();
    }

    /** Drops the oldest batches until no more events and bytes are left. */
    @GuardedBy("this")
    private void drop(long events, long size) {
        while (!queue.isEmpty() && (queued > events || queuedBytes > size)) {
            var oldest = queue.removeFirst();
            if (!hasGap) {
                hasGap = true;
                gapSince = oldest.since();
            }
            gap += oldest.count() + oldest.missed();
            queued -= oldest.count();
            queuedBytes -= oldest.bytes().length;
            dropped.add(oldest.count());
        }
    }

    private void write() {
        synchronized (this) {
            if (busy || ended) {
                return;
            }
            busy = true;
        }
        execute();
    }

    private void execute() {
        try {
            writers.execute(this);
        } catch (RejectedExecutionException e) {
            end();
        } catch (Error e) {
            end();
            throw e;
        }
    }

    @Override
    public void run() {
        try {
            var out = exchange.getResponseBody();
            for (int written = 0; written < TURN; ) {
                var bytes = next();
                if (bytes == null) {
                    if (isOver()) {
                        end();
                    }
                    return;
                }
                out.write(bytes);
                out.flush();
                written += bytes.length;
            }
        } catch (IOException | RuntimeException e) {
            end();
            return;
        } catch (Error e) {
            // Otherwise it would keep its place for ever.
            end();
            throw e;
        }
        execute();
    }

    /** Returns the next message, or null if nothing waits. */
    private synchronized byte @Nullable [] next() {
        var message = start;
        if (message != null) {
            start = null;
            return message;
        }
        var batch = queue.peekFirst();
        if (batch != null && hasGap) {
            return gap(batch);
        }
        if (batch != null) {
            queue.removeFirst();
            queued -= batch.count();
            queuedBytes -= batch.bytes().length;
            return batch.bytes();
        }
        message = time;
        time = null;
        busy = message != null;
        return message;
    }

    @GuardedBy("this")
    private byte[] gap(LiveBatch next) {
        long count = gap;
        long since = gapSince;
        hasGap = false;
        gap = 0;
        return LiveMessage.of("event: gap\n", json -> {
            json.writeNumberField("dropped", count);
            json.writeNumberField("next", next.first());
            json.writeNumberField("from", since);
            json.writeNumberField("to", next.since());
        });
    }

    /** {@return whether the last message was written} */
    private synchronized boolean isOver() {
        return isLast && time == null && queue.isEmpty();
    }

    /** Ends the client. */
    void end() {
        synchronized (this) {
            if (ended) {
                return;
            }
            ended = true;
            queue.clear();
        }
        exchange.close();
        gone.accept(this);
    }
}
