package io.raftelection.report;

import io.raftelection.History;
import io.raftelection.internal.ClockEvidence;
import io.raftelection.internal.ClockOffsets;
import io.raftelection.internal.MergedEvents;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;

/**
 * Several recordings of one cluster, for example one per process, which are read together. {@link History#merge}
 * describes how their events are placed on one time axis. A file with several runs is one of them; its runs follow one
 * another.
 *
 * <p>Each file is read twice. Memory does not grow with the number of events; the differences of the clocks are
 * estimated from up to 16,384 terms per file.
 *
 * <p>Immutable. The files must not be replaced between {@link #of} and {@link #scan}.
 */
public final class Recordings {
    private final List<Path> paths;
    private final List<RecordedFile> files;
    private final String cluster;
    private final Instant startedAt;
    private final Duration contradiction;

    private Recordings(List<Path> paths, List<FileEvents> read, List<ClockEvidence> evidence) {
        this.paths = paths;
        var offsets = ClockOffsets.of(evidence);
        var placed = new ArrayList<RecordedFile>();
        for (int i = 0; i < paths.size(); i++) {
            placed.add(file(
                    paths.get(i), read.get(i), evidence.get(i), offsets.files().get(i)));
        }
        this.files = List.copyOf(placed);
        this.cluster = read.get(0).cluster();
        this.startedAt = offsets.startedAt();
        this.contradiction = offsets.contradiction();
    }

    private static RecordedFile file(Path path, FileEvents read, ClockEvidence evidence, ClockOffsets.Offset offset) {
        return new RecordedFile(
                Fields.printable(path.toString()),
                evidence.servers(),
                read.runs(),
                read.events(),
                offset.start(),
                offset.start().plus(evidence.until()),
                offset.applied(),
                offset.lowest(),
                offset.highest());
    }

    /**
     * {@return the recordings, after each was read once}
     *
     * @param files written by {@link Recorder}s or by hand; at least one
     * @throws IllegalArgumentException if there is no file
     * @throws FileSystemException if a file cannot be read, is damaged, is given twice, or is a recording of another
     *     cluster than the first one
     * @throws IOException if reading fails
     */
    public static Recordings of(List<Path> files) throws IOException {
        var paths = List.copyOf(Objects.requireNonNull(files, "files: is null"));
        if (paths.isEmpty()) {
            throw new IllegalArgumentException("files: is empty, expected at least one");
        }
        var read = new ArrayList<FileEvents>();
        var evidence = new ArrayList<ClockEvidence>();
        var seen = new HashSet<Path>();
        for (var path : paths) {
            if (!seen.add(path.toAbsolutePath().normalize())) {
                throw new FileSystemException(path.toString(), null, "is given twice");
            }
            try (var events = new FileEvents(path)) {
                evidence.add(evidence(events));
                read.add(events);
                if (!events.cluster().equals(read.get(0).cluster())) {
                    throw new FileSystemException(
                            path.toString(),
                            null,
                            FileEvents.otherCluster(
                                    events.cluster(),
                                    paths.get(0).toString(),
                                    read.get(0).cluster()));
                }
            }
        }
        return new Recordings(paths, read, evidence);
    }

    private static ClockEvidence evidence(FileEvents events) throws IOException {
        var evidence = new ClockEvidence();
        for (var item = events.next(); item != null; item = events.next()) {
            var event = item.event();
            if (event != null) {
                evidence.on(event);
            }
        }
        evidence.ended(events.startedAt(), events.end());
        return evidence;
    }

    /** {@return the files and the corrections of their clocks, in the given order} */
    public List<RecordedFile> files() {
        return files;
    }

    /**
     * {@return by how much views and acquisitions contradict each other, because reports were late or a clock was set}
     */
    public Duration contradiction() {
        return contradiction;
    }

    /**
     * Passes the events of all files to a listener as one run, in the order of their corrected times. A leadership that
     * is held at the end of a run is lost there, with the reason {@code "the recording ends"}.
     *
     * @param listener receives the content
     * @throws FileSystemException if a file cannot be read or is damaged
     * @throws IOException if reading fails, or if the listener throws it
     */
    public void scan(RecordingListener listener) throws IOException {
        Objects.requireNonNull(listener, "listener: is null");
        var open = new ArrayList<FileEvents>();
        try {
            for (var path : paths) {
                open.add(new FileEvents(path));
            }
            scan(open, listener);
        } finally {
            for (var events : open) {
                events.close();
            }
        }
    }

    private void scan(List<FileEvents> open, RecordingListener listener) throws IOException {
        var starts = files.stream().map(RecordedFile::start).toList();
        var until =
                files.stream().map(RecordedFile::until).max(Duration::compareTo).orElseThrow();
        listener.files(files, contradiction);
        listener.started(cluster, startedAt);
        var merged = new MergedEvents<>(open, starts);
        var last = Duration.ZERO;
        for (var head = merged.next(); head != null; head = merged.next()) {
            var event = head.item().event();
            var gap = head.item().gap();
            if (event != null) {
                listener.event(event);
            } else if (gap != null) {
                Missed.pass(gap, listener);
            } else {
                for (var fact : head.item().facts(files.get(head.source()).servers())) {
                    listener.fact(fact);
                }
            }
            last = head.item().at();
        }
        // A file that is still written may have grown.
        listener.ended(last.compareTo(until) < 0 ? until : last);
    }

    /**
     * {@return the merged history, with all events in memory}
     *
     * @throws FileSystemException if a file cannot be read or is damaged
     * @throws IOException if reading fails
     */
    public History history() throws IOException {
        var collector = new RunCollector(true);
        scan(collector);
        return collector.runs().get(0);
    }
}
