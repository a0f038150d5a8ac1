package io.raftelection.watch.faults;

import io.raftelection.ServerId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A leadership in a server's own log.
 *
 * @param at the time of the line
 * @param server the server
 * @param term the term; empty if the log does not say it
 * @param until the time at which it ended; empty if the log does not say it
 */
public record LoggedLeader(Instant at, ServerId server, OptionalLong term, Optional<Instant> until) {

    /** Creates a leadership of which the end is not known. */
    public LoggedLeader(Instant at, ServerId server, OptionalLong term) {
        this(at, server, term, Optional.empty());
    }

    /** {@return whether it was held for some time between two moments} */
    boolean lasted(Duration time, Instant from, Instant to) {
        var begin = at.isBefore(from) ? from : at;
        var end = until.filter(to::isAfter).orElse(to);
        return Duration.between(begin, end).compareTo(time) >= 0;
    }

    /** Finds a leadership in a line of a log that {@code raft-election logs} does not read. */
    public interface Line {

        /** {@return the leadership that a line of a server's log reports of that server} */
        Optional<LoggedLeader> parse(ServerId server, String line);
    }
}
