package io.raftelection.watch.logs;

import io.raftelection.History;
import io.raftelection.LeadershipEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The logs of real clusters in the test's resources. */
final class Samples {
    private Samples() {}

    /** {@return the logs of a folder, one per server} */
    static List<ServerLog> of(String folder) throws Exception {
        var logs = new ArrayList<ServerLog>();
        var path = Path.of(Samples.class.getResource("/logs/" + folder).toURI());
        try (var files = Files.list(path)) {
            for (var file : files.sorted().toList()) {
                logs.add(log(file, Optional.empty(), ZoneOffset.UTC));
            }
        }
        return logs;
    }

    /** {@return the log in a file} */
    static ServerLog log(Path file, Optional<String> name, ZoneId zone) {
        var label = String.valueOf(file.getFileName());
        return new ServerLog(label, name, label.replaceFirst("\\..*", ""), List.of(LogSource.of(file)), zone);
    }

    /** {@return the events without members, one per line, each with its wall-clock time in UTC} */
    static String events(History history) {
        return history.events().stream()
                .map(event -> time(history, event) + event.toString().replaceFirst("^\\S+", ""))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static String time(History history, LeadershipEvent event) {
        var time = history.instant(event.at()).atZone(ZoneOffset.UTC).toLocalTime();
        return String.format(
                Locale.ROOT,
                "%02d:%02d:%02d.%03d",
                time.getHour(),
                time.getMinute(),
                time.getSecond(),
                time.getNano() / 1_000_000);
    }
}
