package io.raftelection.watch;

import io.raftelection.Subscription;

/**
 * A system that already runs, and that can report which of its servers leads.
 *
 * <p>A source that is polled is a {@link PolledSource}. A source that pushes implements this interface itself: it
 * reports to the sinks of {@link io.raftelection.Tracker#track(io.raftelection.ServerId)} or offers a
 * {@link io.raftelection.spi.LeadershipSource}.
 */
@FunctionalInterface
public interface WatchSource {

    /**
     * Starts to report, and returns at once. A server that cannot be reached is a problem and not the end: the source
     * tries again, with increasing pauses, until the subscription is closed.
     *
     * @param target receives the reports
     * @return the subscription; when it is closed, the source reports nothing more and has released what it used
     */
    Subscription start(WatchTarget target);
}
