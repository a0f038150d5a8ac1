package io.raftelection.watch.faults;

import io.raftelection.ServerId;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A leadership in a server's own log.
 *
 * @param at the time of the line
 * @param server the server
 * @param term the term; empty if the log does not say it
 */
public record LoggedLeader(Instant at, ServerId server, OptionalLong term) {

    /** Finds a leadership in a line of a log. */
    public interface Line {

        /** {@return the leadership that a line of a server's log reports of that server} */
        Optional<LoggedLeader> parse(ServerId server, String line);
    }
}
