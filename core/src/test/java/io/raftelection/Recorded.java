package io.raftelection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/** A recording of the flight recorder that runs until its events are read. */
final class Recorded implements AutoCloseable {
    private final Recording recording = new Recording();

    private Recorded(String... disabled) {
        for (var name : disabled) {
            recording.disable("io.raftelection." + name);
        }
        recording.start();
    }

    static Recorded started(String... disabled) {
        return new Recorded(disabled);
    }

    /** Lets time pass that the recorder measures. */
    static void spin(Duration time) {
        long until = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < until) {
            Thread.onSpinWait();
        }
    }

    /** Stops the recording. {@return its events of one kind, in the order in which they were written} */
    List<RecordedEvent> stop(String name) {
        return stop().stream()
                .filter(event -> event.getEventType().getName().equals("io.raftelection." + name))
                .toList();
    }

    /** Stops the recording. {@return its only event of one kind} */
    RecordedEvent stopAtOne(String name) {
        var events = stop(name);
        assertThat(events).hasSize(1);
        return events.get(0);
    }

    /** Stops the recording. {@return all its events of this library} */
    List<RecordedEvent> stop() {
        try {
            var file = Files.createTempFile("raft-election", ".jfr");
            try {
                recording.stop();
                recording.dump(file);
                return read(file);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<RecordedEvent> read(Path file) throws IOException {
        return RecordingFile.readAllEvents(file).stream()
                .filter(event -> event.getEventType().getName().startsWith("io.raftelection."))
                .toList();
    }

    @Override
    public void close() {
        recording.close();
    }
}
