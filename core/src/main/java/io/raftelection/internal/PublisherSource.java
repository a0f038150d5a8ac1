package io.raftelection.internal;

import io.raftelection.ServerId;
import io.raftelection.Subscription;
import io.raftelection.spi.LeadershipSink;
import io.raftelection.spi.LeadershipSource;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A publisher of notifications: true for acquired, false for lost. When it completes or fails, the server's state is
 * unknown. A mistake of the publisher causes no exception in it, since its thread is an engine's.
 */
public record PublisherSource(ServerId server, Flow.Publisher<Boolean> publisher) implements LeadershipSource {

    @Override
    public Subscription subscribe(LeadershipSink sink) {
        sink.readinessUnavailable("a publisher reports acquired and lost only");
        var subscriber = new Subscriber(sink);
        publisher.subscribe(subscriber);
        return subscriber;
    }

    /** Reports each notification. As Flow requires, its methods are called one at a time, except for close. */
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

        /** Whether the publisher completed or failed. Later notifications do not count. */
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
                return; // later notifications do not count
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
