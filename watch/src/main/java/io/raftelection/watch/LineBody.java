package io.raftelection.watch;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Receives a body line by line. It requests no more while many lines wait to be read. Safe for use by many threads. */
final class LineBody implements BodySubscriber<LineBody> {
    private static final int MAX_WAITING = 1_000;

    private final int maxLine;

    @GuardedBy("this")
    private final ByteArrayOutputStream begun = new ByteArrayOutputStream();

    @GuardedBy("this")
    private final Queue<byte[]> lines = new ArrayDeque<>();

    @GuardedBy("this")
    private @Nullable Subscription source;

    @GuardedBy("this")
    private boolean isFull;

    /** Why no line follows; null while more may follow. */
    @GuardedBy("this")
    private @Nullable Throwable end;

    LineBody(int maxLine) {
        this.maxLine = maxLine;
    }

    @Override
    public CompletionStage<LineBody> getBody() {
        return CompletableFuture.completedFuture(this);
    }

    @Override
    public synchronized void onSubscribe(Subscription to) {
        source = to;
        if (end == null) {
            to.request(1);
        } else {
            to.cancel();
        }
    }

    @Override
    public synchronized void onNext(List<ByteBuffer> buffers) {
        for (var buffer : buffers) {
            while (buffer.hasRemaining() && end == null) {
                add(buffer.get());
            }
        }
        isFull = lines.size() >= MAX_WAITING;
        if (!isFull && end == null && source != null) {
            source.request(1);
        }
        notifyAll();
    }

    @GuardedBy("this")
    private void add(byte next) {
        if (next == '\n') {
            lines.add(begun.toByteArray());
            begun.reset();
        } else if (begun.size() == maxLine) {
            begun.reset();
            end(new AnswerException("a line has more than " + maxLine + " bytes"));
        } else {
            begun.write(next);
        }
    }

    @Override
    public synchronized void onError(Throwable failure) {
        end(failure);
    }

    @Override
    public synchronized void onComplete() {
        end(new AnswerException("the connection was closed"));
    }

    /** Ends the body. Lines that were received can still be read. */
    synchronized void end(Throwable why) {
        if (end == null) {
            end = why;
            if (source != null) {
                source.cancel();
            }
        }
        notifyAll();
    }

    /** {@return the next line; null if none arrives in time} Throws the reason if no line follows. */
    synchronized byte @Nullable [] next(long nanos) throws Throwable {
        long start = System.nanoTime();
        while (lines.isEmpty()) {
            var ended = end;
            if (ended != null) {
                throw ended;
            }
            long left = nanos - (System.nanoTime() - start);
            if (left <= 0) {
                return null;
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        var line = lines.remove();
        if (isFull && source != null && end == null && lines.size() < MAX_WAITING) {
            isFull = false;
            source.request(1);
        }
        return line;
    }
}
