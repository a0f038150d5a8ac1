package io.raftelection.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.text.ParseException;
import jdk.jfr.Configuration;
import jdk.jfr.Recording;

/** Whether the flight recorder of the JVM runs during a benchmark. */
public enum Recorder {
    OFF,
    /** A recording with the JDK's default settings, as {@code -XX:StartFlightRecording} starts it. */
    ON;

    private static final int MAX_BYTES = 64 << 20;

    /** Starts the recording if there is one, and leaves it running: the JVM belongs to one benchmark. */
    void start() {
        if (this == OFF) {
            return;
        }
        try {
            var recording = new Recording(Configuration.getConfiguration("default"));
            recording.setMaxSize(MAX_BYTES);
            recording.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ParseException e) {
            throw new IllegalStateException("recording: the JDK's settings are not valid", e);
        }
    }
}
