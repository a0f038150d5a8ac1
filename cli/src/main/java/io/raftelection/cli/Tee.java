package io.raftelection.cli;

import io.raftelection.Fact;
import io.raftelection.LeadershipEvent;
import io.raftelection.report.RecordedFile;
import io.raftelection.report.RecordingListener;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Passes a recording to two listeners.
 *
 * @param first receives each call first, and may end the scan
 * @param second receives it then
 */
record Tee(RecordingListener first, RecordingListener second) implements RecordingListener {

    @Override
    public void files(List<RecordedFile> files, Duration contradiction) throws IOException {
        first.files(files, contradiction);
        second.files(files, contradiction);
    }

    @Override
    public void started(String cluster, Instant startedAt) throws IOException {
        first.started(cluster, startedAt);
        second.started(cluster, startedAt);
    }

    @Override
    public void event(LeadershipEvent event) throws IOException {
        first.event(event);
        second.event(event);
    }

    @Override
    public void fact(Fact fact) throws IOException {
        first.fact(fact);
        second.fact(fact);
    }

    @Override
    public void time(Duration at, Instant time) throws IOException {
        first.time(at, time);
        second.time(at, time);
    }

    @Override
    public void missedUntil(Duration until) throws IOException {
        first.missedUntil(until);
        second.missedUntil(until);
    }

    @Override
    public void missed(Duration at, long events) throws IOException {
        first.missed(at, events);
        second.missed(at, events);
    }

    @Override
    public void missedFacts(Duration at, long facts) throws IOException {
        first.missedFacts(at, facts);
        second.missedFacts(at, facts);
    }

    @Override
    public void torn(long line) throws IOException {
        first.torn(line);
        second.torn(line);
    }

    @Override
    public void ended(Duration until) throws IOException {
        first.ended(until);
        second.ended(until);
    }
}
