package io.raftelection.spi;

import io.raftelection.ServerId;
import io.raftelection.Subscription;

/** The leadership changes of one server, as an engine publishes them. {@code Tracker.track} subscribes to it. */
public interface LeadershipSource {

    /** {@return the server whose leadership it reports; called once, on the thread that called {@code track}} */
    ServerId server();

    /**
     * Starts to report to a sink: first the present state if the engine knows it, then every change. Called once, on
     * the thread that called {@code track}.
     *
     * @param sink the sink, which any thread may call
     * @return a registration that the tracker closes when the server is untracked or the tracker is closed
     */
    Subscription subscribe(LeadershipSink sink);
}
