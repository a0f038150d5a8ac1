package io.raftelection.watch;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * A request that many callers make, of which one at a time is sent.
 *
 * <p>A caller gets the answer to a request that was sent after the caller asked for it. If no request is on its way,
 * the caller sends one, on its own thread. Otherwise it waits until that request has ended; then one of the callers
 * that wait sends the next request, whose answer all of them get. If the thread of that caller is interrupted, another
 * caller sends the request again.
 *
 * @param <T> the type of the answer
 */
final class SharedRequest<T> {
    private final Callable<T> request;

    @GuardedBy("this")
    private boolean isSent;

    /** The callers that need a request which is not sent yet. */
    @GuardedBy("this")
    private Batch<T> next = new Batch<>();

    SharedRequest(Callable<T> request) {
        this.request = request;
    }

    /** The callers that share one answer. Guarded by the lock of the requests. */
    private static final class Batch<T> {
        private @Nullable T answer;
        private @Nullable Exception failure;

        /** Whether the request was given up, so that its callers need another one. */
        private boolean isGivenUp;

        boolean isDone() {
            return answer != null || failure != null || isGivenUp;
        }
    }

    /** {@return the answer} */
    T get() throws Exception {
        while (true) {
            var batch = await();
            if (batch == null) {
                return send();
            }
            if (batch.answer != null) {
                return batch.answer;
            }
            if (batch.failure != null) {
                throw batch.failure;
            }
        }
    }

    /** {@return a batch with an answer, or null if the caller has to send the request} */
    private synchronized @Nullable Batch<T> await() throws InterruptedException {
        var mine = next;
        while (isSent && !mine.isDone()) {
            wait();
        }
        if (mine.isDone()) {
            return mine;
        }
        isSent = true;
        return null;
    }

    private T send() throws Exception {
        Batch<T> batch;
        synchronized (this) {
            batch = next;
            next = new Batch<>();
        }
        T answer = null;
        Exception failure = null;
        try {
            answer = request.call();
            return answer;
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            failure = e;
            throw e;
        } finally {
            end(batch, answer, failure);
        }
    }

    private synchronized void end(Batch<T> batch, @Nullable T answer, @Nullable Exception failure) {
        batch.answer = answer;
        batch.failure = failure;
        batch.isGivenUp = answer == null && failure == null;
        isSent = false;
        notifyAll();
    }
}
