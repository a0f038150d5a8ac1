package io.raftelection.cli;

import io.raftelection.LeadershipEvent;
import io.raftelection.report.RecordingListener;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Prints events, each after its wall-clock time in UTC. Not thread-safe. */
final class EventPrinter implements RecordingListener {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final Screen screen;
    private final String group;
    private Instant startedAt = Instant.EPOCH;

    /**
     * Creates a printer.
     *
     * @param group the Raft group, which is printed before each event unless it is empty
     */
    EventPrinter(Screen screen, String group) {
        this.screen = screen;
        this.group = group.isEmpty() ? "" : group + " ";
    }

    @Override
    public void started(String cluster, Instant start) {
        startedAt = start;
    }

    @Override
    public void event(LeadershipEvent event) {
        screen.event(event, TIME.format(startedAt.plus(event.at())) + " " + group);
    }
}
