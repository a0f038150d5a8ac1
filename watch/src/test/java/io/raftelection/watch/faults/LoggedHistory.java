package io.raftelection.watch.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.History;
import io.raftelection.LeadershipEvent;
import io.raftelection.LeadershipEvent.Acquired;
import io.raftelection.LeadershipEvent.Lost;
import io.raftelection.ServerId;
import io.raftelection.report.Histories;
import io.raftelection.watch.logs.ClusterLogs;
import io.raftelection.watch.logs.LogOptions;
import io.raftelection.watch.logs.LogSource;
import io.raftelection.watch.logs.LogsException;
import io.raftelection.watch.logs.ServerLog;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The logs of the servers of one Raft group, as {@code raft-election logs} reads them. */
final class LoggedHistory {
    private final History history;

    /** By how much a line may be later than what it says. All servers have one clock, so none needs a correction. */
    private static final Duration LATE = Duration.ofMillis(100);

    /** By how much the clock of each server was corrected. */
    private final Map<ServerId, Duration> corrections = new HashMap<>();

    private LoggedHistory(Histories histories) {
        this.history = histories.history();
        assertThat(history.isSafe())
                .as("the logs have one leader per term: " + history)
                .isTrue();
        assertThat(histories.files()).allMatch(file -> file.correction().abs().compareTo(LATE) < 0);
        histories.files().forEach(file -> corrections.put(ServerId.of(file.name()), file.correction()));
    }

    /** {@return the logs, each of which must be read without a line that cannot be used} */
    static LoggedHistory read(Map<ServerId, Path> files) throws IOException {
        var logs = new ArrayList<ServerLog>();
        files.forEach((server, file) -> logs.add(new ServerLog(
                server.value(),
                Optional.of(server.value()),
                server.value(),
                List.of(LogSource.of(file)),
                ZoneId.systemDefault())));
        try {
            var read = ClusterLogs.read(logs, LogOptions.defaults());
            assertThat(read.logs()).allMatch(log -> log.unusable() == 0 && log.cut() == 0);
            assertThat(read.groups()).as("groups in the logs").hasSize(1);
            return new LoggedHistory(read.groups().values().iterator().next());
        } catch (LogsException e) {
            throw new IOException("logs: cannot be read: " + e.getMessage(), e);
        }
    }

    /** {@return the acquisitions and losses of each server, without the loss that the end of a log is} */
    Map<ServerId, List<String>> changes() {
        return changes(history.events().stream().filter(event -> !isEnd(event)));
    }

    /** {@return whether an event only says that a log ends} */
    private static boolean isEnd(LeadershipEvent event) {
        return event instanceof Lost lost && lost.reason().matches("the (log|recording) ends");
    }

    /** {@return acquisitions and losses of each server, for example {@code acquired 2}} */
    static Map<ServerId, List<String>> changes(Stream<LeadershipEvent> events) {
        return events.filter(event -> event instanceof Acquired || event instanceof Lost)
                .collect(Collectors.groupingBy(
                        LeadershipEvent::server,
                        Collectors.mapping(
                                event -> (event instanceof Acquired ? "acquired " : "lost ")
                                        + event.term().orElse(-1),
                                Collectors.toList())));
    }

    /** {@return the leaderships in the order of their times} */
    List<LoggedLeader> leaders() {
        var leaders = new ArrayList<LoggedLeader>();
        var events = history.events();
        for (int i = 0; i < events.size(); i++) {
            if (events.get(i) instanceof Acquired acquired && acquired.isChange()) {
                var end = events.subList(i + 1, events.size()).stream()
                        .filter(event -> event instanceof Lost && event.server().equals(acquired.server()))
                        .findFirst()
                        .filter(event -> !isEnd(event))
                        .map(this::time);
                leaders.add(new LoggedLeader(time(acquired), acquired.server(), acquired.term(), end));
            }
        }
        leaders.sort(Comparator.comparing(LoggedLeader::at));
        return leaders;
    }

    /** {@return the time in the log, before the correction of its clock} */
    private Instant time(LeadershipEvent event) {
        return history.instant(event.at()).minus(corrections.getOrDefault(event.server(), Duration.ZERO));
    }
}
