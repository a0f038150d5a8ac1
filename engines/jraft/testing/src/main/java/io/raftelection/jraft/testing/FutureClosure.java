package io.raftelection.jraft.testing;

import com.alipay.sofa.jraft.Closure;
import com.alipay.sofa.jraft.Status;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The outcome of a request to a node. Only the first status counts. */
final class FutureClosure implements Closure {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final String what;
    private final CompletableFuture<Status> status = new CompletableFuture<>();

    /** Creates the closure of a request with a name for messages, as in {@code server s1: snapshot}. */
    FutureClosure(String what) {
        this.what = what;
    }

    @Override
    public void run(Status reported) {
        status.complete(reported);
    }

    /** Returns a stage that completes when the request is done, or exceptionally if it fails. */
    CompletionStage<Void> done() {
        return status.thenCompose(reported -> reported.isOk()
                ? CompletableFuture.completedFuture(null)
                : CompletableFuture.failedFuture(new IOException(what + ": " + reported.getErrorMsg())));
    }

    /** Waits for the status. */
    Status await() throws IOException, InterruptedException {
        try {
            return status.get(LIMIT.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new IOException(what + ": not done within " + LIMIT, e);
        } catch (ExecutionException e) {
            throw new AssertionError(what + ": no node reports this", e);
        }
    }

    /** Waits until the request is done. */
    void awaitDone() throws IOException, InterruptedException {
        var reported = await();
        if (!reported.isOk()) {
            throw new IOException(what + ": " + reported.getErrorMsg());
        }
    }
}
