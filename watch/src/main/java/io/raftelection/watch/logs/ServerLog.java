package io.raftelection.watch.logs;

import io.raftelection.ServerId;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The log of one server.
 *
 * @param label the name of the log in the output, for example that of its file
 * @param name the name of the server, if it is given; else the lines say it, or else it is {@code fallback}
 * @param fallback the name of the server if neither the user nor a line says it
 * @param sources its files, in any order: they are read in the order of their first times
 * @param zone the time zone of times that state none
 */
public record ServerLog(String label, Optional<String> name, String fallback, List<LogSource> sources, ZoneId zone) {

    /**
     * Checks the values.
     *
     * @param label the name of the log in the output
     * @param name the name of the server, if it is given
     * @param fallback the name of the server if neither the user nor a line says it
     * @param sources its files
     * @param zone the time zone of times that state none
     * @throws IllegalArgumentException if there is no file, or if the given name breaks the rules of {@link ServerId}
     */
    public ServerLog {
        Objects.requireNonNull(label, "label: is null");
        Objects.requireNonNull(name, "name: is null");
        Objects.requireNonNull(fallback, "fallback: is null");
        name.ifPresent(ServerId::of);
        sources = List.copyOf(sources);
        Objects.requireNonNull(zone, "zone: is null");
        if (sources.isEmpty()) {
            throw new IllegalArgumentException("sources: is empty, expected at least one");
        }
    }
}
