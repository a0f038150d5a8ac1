package io.raftelection.report;

import io.raftelection.ServerId;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * One of several recordings that are read together, and the correction of its wall clock.
 *
 * @param name the name of the file
 * @param servers the servers that reported events, in the order of their names
 * @param runs the number of its runs
 * @param events the number of its events
 * @param start the time at which it starts, counted from the start of the merged recording
 * @param until the time at which it ends
 * @param correction by how much its wall clock was corrected; negative if it was ahead
 * @param lowest the lowest correction that the views in all files allow; empty if they do not bound it
 * @param highest the highest correction that the views in all files allow; empty if they do not bound it
 */
public record RecordedFile(
        String name,
        Set<ServerId> servers,
        long runs,
        long events,
        Duration start,
        Duration until,
        Duration correction,
        Optional<Duration> lowest,
        Optional<Duration> highest) {
    /** The number of servers that the text names. */
    private static final int SHOWN = 8;

    /** {@return for example {@code s1, 12 events, clock corrected by +0.250s (at least +0.250s)}} */
    @Override
    public String toString() {
        var text = new StringBuilder();
        servers.stream().limit(SHOWN).forEach(server -> text.append(server).append(", "));
        if (servers.size() > SHOWN) {
            text.append(Figures.counted(servers.size() - SHOWN, "more server")).append(", ");
        }
        text.append(Figures.counted(events, "event"));
        if (runs > 1) {
            text.append(" in ").append(runs).append(" runs");
        }
        text.append(correction.isZero() ? ", clock as recorded" : ", clock corrected by " + signed(correction));
        return text + " (" + bounds() + ")";
    }

    private String bounds() {
        if (lowest.isPresent() && highest.isPresent()) {
            return lowest.get().compareTo(highest.get()) <= 0
                    ? "views allow " + signed(lowest.get()) + " to " + signed(highest.get())
                    : "views contradict each other: at least " + signed(lowest.get()) + " and at most "
                            + signed(highest.get());
        }
        return lowest.map(low -> "views allow " + signed(low) + " or more")
                .or(() -> highest.map(high -> "views allow " + signed(high) + " or less"))
                .orElse("no view bounds it");
    }

    private static String signed(Duration time) {
        return (time.isNegative() ? "-" : "+") + Figures.seconds(time.abs());
    }
}
