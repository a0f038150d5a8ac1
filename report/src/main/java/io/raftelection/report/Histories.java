package io.raftelection.report;

import io.raftelection.Fact;
import io.raftelection.History;
import io.raftelection.LeadershipEvent;
import io.raftelection.Missing;
import io.raftelection.internal.MergedHistory;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.function.UnaryOperator;

/**
 * Histories of one cluster in memory, one per process, which are read together as {@link Recordings} reads files.
 * {@link History#merge} describes how their events are placed on one time axis. Immutable.
 */
public final class Histories {
    private final History history;
    private final List<RecordedFile> files;
    private final Duration contradiction;

    private Histories(History history, List<RecordedFile> files, Duration contradiction) {
        this.history = history;
        this.files = List.copyOf(files);
        this.contradiction = contradiction;
    }

    /**
     * {@return the merged histories} A single history stays as it is.
     *
     * @param histories the histories by the names of their sources, at least one
     * @throws IllegalArgumentException if there is no history, or if they belong to clusters of different names
     */
    public static Histories of(SortedMap<String, History> histories) {
        Objects.requireNonNull(histories, "histories: is null");
        var parts = List.copyOf(histories.values());
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("histories: is empty, expected at least one");
        }
        if (parts.size() == 1) {
            return new Histories(parts.get(0), List.of(), Duration.ZERO);
        }
        var merged = MergedHistory.of(parts);
        var files = new ArrayList<RecordedFile>();
        for (var name : histories.keySet()) {
            files.add(file(name, parts.get(files.size()), merged, files.size()));
        }
        return new Histories(merged.history(), files, merged.offsets().contradiction());
    }

    private static RecordedFile file(String name, History part, MergedHistory merged, int index) {
        var offset = merged.offsets().files().get(index);
        var evidence = merged.evidence().get(index);
        return new RecordedFile(
                Fields.printable(name),
                evidence.servers(),
                1,
                part.events().size(),
                offset.start(),
                offset.start().plus(evidence.until()),
                offset.applied(),
                offset.lowest(),
                offset.highest());
    }

    /**
     * {@return the same histories with another merged history, for example one in which events have other times}
     *
     * @param change makes the other history
     */
    public Histories with(UnaryOperator<History> change) {
        Objects.requireNonNull(change, "change: is null");
        return new Histories(change.apply(history), files, contradiction);
    }

    /** {@return the merged history} */
    public History history() {
        return history;
    }

    /** {@return the histories and the corrections of their clocks, if there are several; else empty} */
    public List<RecordedFile> files() {
        return files;
    }

    /** {@return by how much views and acquisitions contradict each other} */
    public Duration contradiction() {
        return contradiction;
    }

    /**
     * Passes the merged history to a listener, as one run.
     *
     * @param listener receives the content
     * @throws IOException if the listener throws it
     */
    public void scan(RecordingListener listener) throws IOException {
        Objects.requireNonNull(listener, "listener: is null");
        if (!files.isEmpty()) {
            listener.files(files, contradiction);
        }
        listener.started(history.cluster(), history.startedAt());
        history.visit(new History.Visitor<IOException>() {
            @Override
            public void event(LeadershipEvent event) throws IOException {
                listener.event(event);
            }

            @Override
            public void fact(Fact fact) throws IOException {
                listener.fact(fact);
            }

            @Override
            public void missing(Missing missing) throws IOException {
                Missed.pass(missing, listener);
            }
        });
        listener.ended(history.until());
    }
}
