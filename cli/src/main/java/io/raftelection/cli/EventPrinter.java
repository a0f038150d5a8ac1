package io.raftelection.cli;

import io.raftelection.LeadershipEvent;
import io.raftelection.report.RecordingListener;
import java.time.Instant;

/** Prints events, each after its wall-clock time. Not thread-safe. */
final class EventPrinter implements RecordingListener {
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
        screen.event(event, screen.time(startedAt.plus(event.at())) + " " + group);
    }
}
