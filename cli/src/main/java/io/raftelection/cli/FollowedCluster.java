package io.raftelection.cli;

import io.raftelection.LeadershipEvent;
import io.raftelection.report.RecordingListener;
import io.raftelection.report.RecordingSummary;
import io.raftelection.report.RecordingWriter;
import io.raftelection.report.TimelineBuilder;
import io.raftelection.watch.logs.LogGroup;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What becomes of the events of one Raft group while its logs are followed. Not thread-safe. */
final class FollowedCluster {
    private final RecordingSummary.Builder summary = new RecordingSummary.Builder();
    private final TimelineBuilder timeline = new TimelineBuilder();
    private final Optional<RecordingWriter> recording;
    private final Optional<Path> record;
    private final Optional<Path> html;
    private final List<RecordingListener> listeners;
    private Duration latest = Duration.ZERO;

    FollowedCluster(LogGroup group, Screen screen, Optional<Path> record, Optional<Path> html) throws IOException {
        this.record = record;
        this.html = html;
        this.recording = record.isPresent() ? Optional.of(writer(record.get())) : Optional.empty();
        this.listeners = new ArrayList<>(List.of(new EventPrinter(screen, group.group()), summary));
        recording.ifPresent(listeners::add);
        if (html.isPresent()) {
            listeners.add(timeline);
        }
        for (var listener : listeners) {
            listener.started(group.cluster(), group.startedAt());
        }
    }

    private static RecordingWriter writer(Path file) {
        try {
            return RecordingWriter.of(file);
        } catch (IOException e) {
            throw new FileException(file, e);
        }
    }

    void event(LeadershipEvent event) throws IOException {
        latest = event.at();
        for (var listener : listeners) {
            listener.event(event);
        }
    }

    /** Ends the recording and writes the timeline. {@return the summary} */
    RecordingSummary end() throws IOException {
        for (var listener : listeners) {
            listener.ended(latest);
        }
        if (recording.isPresent()) {
            try {
                recording.get().close();
            } catch (IOException e) {
                throw new FileException(record.orElseThrow(), e);
            }
        }
        html.ifPresent(page -> LogsCommand.write(timeline, page));
        return summary.build();
    }
}
