package io.raftelection.curator;

import io.raftelection.spi.DelegatingProxy;
import io.raftelection.spi.LeadershipSink;
import java.util.concurrent.atomic.AtomicBoolean;

/** Passes the reports on, or swallows them while a test wants that. */
final class SwallowingSink {
    private SwallowingSink() {}

    static LeadershipSink of(LeadershipSink sink, AtomicBoolean swallows) {
        return DelegatingProxy.of(LeadershipSink.class, sink, (method, args) -> {
            if (method.getReturnType() == void.class && swallows.get()) {
                return null;
            }
            var result = DelegatingProxy.call(sink, method, args);
            return result instanceof LeadershipSink attachment ? of(attachment, swallows) : result;
        });
    }
}
