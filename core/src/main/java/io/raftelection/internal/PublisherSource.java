package io.raftelection.internal;

import io.raftelection.ServerId;
import io.raftelection.Subscription;
import io.raftelection.spi.LeadershipSink;
import io.raftelection.spi.LeadershipSource;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A publisher of notifications, true for acquired and false for lost. When it ends or fails, nothing is known of the
 * server. No mistake of the publisher is thrown back into it: its thread is an engine's.
 */
public record PublisherSource(ServerId server, Flow.Publisher<Boolean> publisher) implements LeadershipSource {

    @Override
    public Subscription subscribe(LeadershipSink sink) {
        var subscriber = new Subscriber(sink);
        publisher.subscribe(subscriber);
        return subscriber;
    }

    /** Passes on what comes. Its methods are called one at a time, as the Flow rules say; close is not. */
    private static final class Subscriber implements Flow.Subscriber<Boolean>, Subscription {
        private static final Flow.Subscription CLOSED = new Flow.Subscription() {
            @Override
            public void request(long n) {}

            @Override
            public void cancel() {}
        };

        private final LeadershipSink sink;
        private final AtomicReference<Flow.Subscription> upstream = new AtomicReference<>();
        private boolean leads;

        /** Whether it ended or failed; what it publishes after that does not count. */
        private boolean ended;

        Subscriber(LeadershipSink sink) {
            this.sink = sink;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            if (upstream.compareAndSet(null, subscription)) {
                subscription.request(Long.MAX_VALUE);
            } else {
                subscription.cancel();
            }
        }

        @Override
        @SuppressWarnings("ConstantConditions") // a publisher may break the rules and publish null
        public void onNext(Boolean change) {
            if (ended) {
                return;
            }
            if (change == null) {
                end("publisher failed: notification: is null");
                cancel();
                return;
            }
            leads = change;
            QueueSource.report(change, sink);
        }

        @Override
        public void onError(Throwable failure) {
            end("publisher failed: " + FailureReason.of(failure));
        }

        @Override
        public void onComplete() {
            end("publisher completed");
        }

        private void cancel() {
            try {
                close();
            } catch (RuntimeException | Error e) {
                return; // nothing that it still publishes counts
            }
        }

        private void end(String reason) {
            ended = true;
            if (leads) {
                leads = false;
                sink.lost(reason);
            }
        }

        @Override
        public void close() {
            var subscription = upstream.getAndSet(CLOSED);
            if (subscription != null) {
                subscription.cancel();
            }
        }
    }
}
