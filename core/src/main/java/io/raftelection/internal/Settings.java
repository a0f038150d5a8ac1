package io.raftelection.internal;

import io.raftelection.spi.Timer;
import java.lang.System.Logger;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * How a tracker was built.
 *
 * @param name the cluster's, for logs, threads and messages
 * @param strict whether a change that nobody expected is an anomaly
 * @param executor runs callbacks; the tracker's own threads where there is none
 * @param timer the user's; the tracker's own where there is none
 * @param clock read for the wall-clock time of the start, and again when it may have been set since
 * @param logger told of transitions and warnings
 * @param historySize how many events and anomalies are kept
 * @param mailboxSize how many events wait for a slow listener
 */
public record Settings(
        String name,
        boolean strict,
        Optional<Executor> executor,
        Optional<Timer> timer,
        InstantSource clock,
        Logger logger,
        int historySize,
        int mailboxSize) {}
