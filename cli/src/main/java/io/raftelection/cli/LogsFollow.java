package io.raftelection.cli;

import io.raftelection.LeadershipEvent;
import io.raftelection.watch.logs.LogFollower;
import io.raftelection.watch.logs.LogGroup;
import io.raftelection.watch.logs.LogOptions;
import io.raftelection.watch.logs.LogsException;
import io.raftelection.watch.logs.ServerLog;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Follows logs until Ctrl-C, and then prints the summary and the verdict. Used once. */
final class LogsFollow implements LogFollower.Listener {
    /**
     * The pause before files that did not grow are read again. A watch of their folders would not see standard input,
     * nor writes of another machine.
     */
    private static final long PAUSE_MILLIS = 200;

    private final List<ServerLog> logs;
    private final LogOptions options;
    private final Results results;
    private final Screen screen;
    private final Optional<Path> record;
    private final Optional<Path> html;
    private final Map<String, FollowedCluster> clusters = new TreeMap<>();

    LogsFollow(List<ServerLog> logs, LogOptions options, Results results, Optional<Path> record, Optional<Path> html) {
        this.logs = logs;
        this.options = options;
        this.results = results;
        this.screen = results.screen();
        this.record = record;
        this.html = html;
    }

    int run() throws Exception {
        for (var log : logs) {
            if (log.sources().size() > 1) {
                throw new LogsException(
                        "--follow: " + log.label() + " are " + log.sources().size()
                                + " files of one server, expected one, which may be rotated while it is followed");
            }
        }
        return new Interruption().during(this::follow);
    }

    private int follow(Interruption interruption) throws Exception {
        try (var follower = LogFollower.of(logs, options, this)) {
            try {
                while (!follower.isEnded()) {
                    if (!follower.poll()) {
                        Thread.sleep(PAUSE_MILLIS);
                    }
                }
            } catch (InterruptedException e) {
                if (!interruption.happened()) {
                    throw e;
                }
            }
            interruption.end();
            return end(follower);
        }
    }

    private int end(LogFollower follower) throws IOException, LogsException {
        follower.poll();
        LogsCommand.print(follower.logs(), screen);
        boolean safe = true;
        for (var cluster : clusters.values()) {
            var summary = cluster.end();
            results.print(summary);
            safe &= summary.isSafe();
        }
        if (clusters.isEmpty()) {
            screen.line("no line about leadership was read");
        }
        return safe ? RaftElection.SAFE : RaftElection.UNSAFE;
    }

    @Override
    public void event(LogGroup group, LeadershipEvent event) throws IOException {
        var cluster = clusters.get(group.group());
        if (cluster == null) {
            if (!clusters.isEmpty() && (record.isPresent() || html.isPresent())) {
                var file = record.or(() -> html).orElseThrow();
                throw new FileSystemException(
                        file.toString(),
                        null,
                        "there is more than one group, " + group.group()
                                + " too, expected one; --group NAME chooses it");
            }
            cluster = new FollowedCluster(group, screen, record, html);
            clusters.put(group.group(), cluster);
        }
        cluster.event(event);
    }
}
