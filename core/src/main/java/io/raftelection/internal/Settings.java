package io.raftelection.internal;

import io.raftelection.spi.Timer;
import java.lang.System.Logger;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * The settings of a tracker.
 *
 * @param name the cluster's name, for logs, threads and messages
 * @param strict whether an acquisition without an expectation is an anomaly
 * @param executor the user's executor for callbacks; if empty, the tracker's own threads run them
 * @param timer the user's timer; if empty, the tracker uses its own
 * @param clock the source of wall-clock time
 * @param logger the logger for events and warnings
 * @param historySize how many events, and how many anomalies, are kept
 * @param mailboxSize how many events may wait for a slow listener
 * @param stalls the shortest stall of this JVM that is recorded; empty if none is
 */
public record Settings(
        String name,
        boolean strict,
        Optional<Executor> executor,
        Optional<Timer> timer,
        InstantSource clock,
        Logger logger,
        int historySize,
        int mailboxSize,
        Optional<Duration> stalls) {}
