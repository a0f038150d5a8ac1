package io.raftelection.spi;

import io.raftelection.ServerId;
import io.raftelection.Subscription;

/** One server's stream of leadership changes, as an engine offers it: what {@code Tracker.track} attaches to. */
public interface LeadershipSource {

    /** {@return the server whose leadership it reports; asked once, on the thread that called {@code track}} */
    ServerId server();

    /**
     * Starts to report to a sink: the present state first where the engine knows it, then every change. Called once, on
     * the thread that called {@code track}.
     *
     * @param sink where to report, from any thread
     * @return ends the reports; closed when the server is untracked or the tracker closed
     */
    Subscription subscribe(LeadershipSink sink);
}
