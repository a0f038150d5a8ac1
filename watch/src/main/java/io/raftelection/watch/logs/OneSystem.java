package io.raftelection.watch.logs;

import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Finds out which system wrote the logs. */
final class OneSystem {
    private OneSystem() {}

    /**
     * {@return the name of the system}
     *
     * @throws LogsException if it is not known, or if there are several
     */
    static String of(List<ReadLog> logs, LogOptions options) throws LogsException {
        var systems = new TreeMap<String, String>();
        for (var log : logs) {
            log.parser()
                    .system()
                    .ifPresent(system -> systems.putIfAbsent(system, log.log().label()));
        }
        if (systems.isEmpty()) {
            throw new LogsException(logs.stream().map(log -> log.log().label()).collect(Collectors.joining(", "))
                    + ": has no line about leadership that is known, expected a log of "
                    + options.definitions().stream().map(LogDefinition::system).collect(Collectors.joining(", "))
                    + "; --definition FILE adds a system");
        }
        if (systems.size() > 1) {
            throw new LogsException("logs of several systems: "
                    + systems.entrySet().stream()
                            .map(entry -> entry.getValue() + " is of " + entry.getKey())
                            .collect(Collectors.joining(", "))
                    + ", expected logs of one cluster");
        }
        return systems.firstKey();
    }
}
