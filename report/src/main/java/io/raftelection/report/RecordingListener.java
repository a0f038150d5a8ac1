package io.raftelection.report;

import io.raftelection.LeadershipEvent;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

/**
 * Receives the content of a recording, in order, from {@link Recording#scan}. A recording has one run or several: a
 * process that was restarted appends a run to the file of the process before. Times and tenure numbers start again with
 * every run; terms belong to the cluster and do not.
 *
 * <p>An exception that a method throws ends the scan and is passed on; an {@link IllegalArgumentException} means that
 * the line is not acceptable and becomes a {@link DamagedRecordingException} with its number.
 */
public interface RecordingListener {

    /**
     * A run starts.
     *
     * @param cluster the cluster's name
     * @param startedAt the wall-clock time from which the times of this run count; {@link Instant#EPOCH} if unknown
     * @throws IOException to end the scan
     */
    default void started(String cluster, Instant startedAt) throws IOException {}

    /**
     * An event of the present run.
     *
     * @param event what happened
     * @throws IOException to end the scan
     */
    default void event(LeadershipEvent event) throws IOException {}

    /**
     * The wall-clock time of a moment, where it does not follow from the start of the run: the system clock was set, or
     * the machine was suspended. Follows the event of that moment.
     *
     * @param at a moment of the present run
     * @param time its wall-clock time
     * @throws IOException to end the scan
     */
    default void time(Duration at, Instant time) throws IOException {}

    /**
     * Events are missing here.
     *
     * @param at when the recorder noticed
     * @param events how many are missing
     * @throws IOException to end the scan
     */
    default void missed(Duration at, long events) throws IOException {}

    /**
     * A run's last line was cut off, as a crash leaves it behind, and is skipped. At most one event is lost with it.
     *
     * @param line the number of the line, from 1
     * @throws IOException to end the scan
     */
    default void torn(long line) throws IOException {}

    /**
     * The present run ends.
     *
     * @param until the time of its last line
     * @throws IOException to end the scan
     */
    default void ended(Duration until) throws IOException {}
}
