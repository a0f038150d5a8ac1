package io.raftelection.report;

import io.raftelection.Fact;
import io.raftelection.LeadershipEvent;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Receives the content of a recording, in order, from {@link Recording#scan}. A recording has one or more runs: after a
 * restart, a process can append a run to the same file. Times and tenure numbers start again with every run; terms
 * belong to the cluster and continue.
 *
 * <p>If a method throws an exception, the scan ends and throws it. If a method throws an
 * {@link IllegalArgumentException}, the scan rejects the line with a {@link DamagedRecordingException} that has its
 * number.
 */
public interface RecordingListener {

    /**
     * Receives the files of {@link Recordings}, before their only run starts. A single recording does not call it.
     *
     * @param files the files
     * @param contradiction by how much their views contradict each other
     * @throws IOException to end the scan
     */
    default void files(List<RecordedFile> files, Duration contradiction) throws IOException {}

    /**
     * Receives the start of a run.
     *
     * @param cluster the cluster's name
     * @param startedAt the wall-clock time from which the times of this run count; {@link Instant#EPOCH} if unknown
     * @throws IOException to end the scan
     */
    default void started(String cluster, Instant startedAt) throws IOException {}

    /**
     * Receives an event of the current run.
     *
     * @param event the event
     * @throws IOException to end the scan
     */
    default void event(LeadershipEvent event) throws IOException {}

    /**
     * Receives the begin or the end of a fact in the current run. {@link io.raftelection.SummaryBuilder} and
     * {@link io.raftelection.Causes} use it.
     *
     * @param fact the fact
     * @throws IOException to end the scan
     */
    default void fact(Fact fact) throws IOException {}

    /**
     * Receives a wall-clock time that does not follow from the start of the run, because the system clock was set or
     * the machine was suspended. The call follows that of the event or the fact with the same time.
     *
     * @param at a time of the current run
     * @param time its wall-clock time
     * @throws IOException to end the scan
     */
    default void time(Duration at, Instant time) throws IOException {}

    /**
     * Receives until when the events that the next call of {@link #missed} or {@link #torn} counts may have happened.
     * Only recordings that are read together, or a file that was written from them, call it, and only if events or
     * facts of other processes may lie between. Any of these may have another leadership before it.
     *
     * @param until a time of the current run
     * @throws IOException to end the scan
     */
    default void missedUntil(Duration until) throws IOException {}

    /**
     * Receives the number of events that are missing at this point.
     *
     * @param at the time at which the recorder noticed that they are missing
     * @param events the number of missing events; zero if only facts are missing and nobody knows how many
     * @throws IOException to end the scan
     */
    default void missed(Duration at, long events) throws IOException {}

    /**
     * Receives the number of facts that are missing at this point. What goes on may have ended.
     *
     * @param at the time at which the recorder noticed that they are missing
     * @param facts the number of missing facts, more than zero
     * @throws IOException to end the scan
     */
    default void missedFacts(Duration at, long facts) throws IOException {}

    /**
     * Receives the number of an incomplete last line of a run, which a crash left and the scan skips. It holds at most
     * one event.
     *
     * @param line the number of the line, from 1
     * @throws IOException to end the scan
     */
    default void torn(long line) throws IOException {}

    /**
     * Receives the end of the current run.
     *
     * @param until the time of its last line
     * @throws IOException to end the scan
     */
    default void ended(Duration until) throws IOException {}
}
