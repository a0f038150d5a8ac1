package io.raftelection.cli;

import io.raftelection.ServerId;
import io.raftelection.report.Histories;
import io.raftelection.report.RecordingSummary;
import io.raftelection.report.RecordingWriter;
import io.raftelection.report.TimelineBuilder;
import io.raftelection.watch.logs.ClusterLogs;
import io.raftelection.watch.logs.LogOptions;
import io.raftelection.watch.logs.LogReport;
import io.raftelection.watch.logs.LogsException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Reads the logs of a cluster and reports whether Election Safety held. */
@Command(
        name = "logs",
        description = {
            "Read who led from the logs of the servers of a cluster, summarize it, and check Election Safety.",
            "The logs may be of etcd, Kafka controllers, Apache Ratis, SOFAJRaft, RabbitMQ quorum queues, HashiCorp raft,"
                    + " Open vSwitch, ZooKeeper, NATS, Patroni or Redis Sentinel. What a server says of another server"
                    + " counts as its view and never as a leadership."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        footer = {
            "",
            "Exit codes: 0 Election Safety held, 1 it was violated, 2 an option is invalid or a file cannot be read,"
                    + " 3 the command failed, 130 stopped by Ctrl-C, 143 stopped by SIGTERM.",
            "",
            "Examples:",
            "  raft-election logs s1.log s2.log s3.log",
            "  raft-election logs etcd-a=a/etcd.log.gz etcd-b=b/etcd.log.gz --html timeline.html",
            "  raft-election logs --zone Europe/Berlin --group orders r1.log r2.log r3.log",
            "  raft-election logs --follow s1.log s2.log s3.log"
        })
final class LogsCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private LogFiles files;

    @Mixin
    private LogDefinitions definitions;

    @Option(
            names = "--group",
            paramLabel = "NAME",
            description = "The Raft group, or the queue of RabbitMQ. Default: all of them, one after another.")
    private Optional<String> group = Optional.empty();

    @Option(
            names = "--cluster",
            paramLabel = "NAME",
            description = "The name of the cluster in the output. Default: the group or the system.")
    private Optional<String> cluster = Optional.empty();

    @Option(names = "--events", description = "Print the events, each with its wall-clock time.")
    private boolean events;

    @Option(
            names = "--follow",
            description = "Continue to read while the logs are written, and print events as they come, until Ctrl-C.")
    private boolean follow;

    @Mixin
    private RecordOption record;

    @Option(
            names = "--html",
            paramLabel = "FILE.html",
            description = "Write a timeline, as report does; an existing file is overwritten.")
    private Optional<Path> html = Optional.empty();

    @Mixin
    private JsonOption json;

    @Mixin
    private ZoneOption zone;

    @Mixin
    private ColourOption colour;

    @Override
    public Integer call() throws Exception {
        var screen = colour.screen(spec, zone.times(), json.isGiven());
        try {
            var options = new LogOptions(definitions.read(), group, checked(cluster));
            return follow
                    ? new LogsFollow(files.logs(), options, json.results(spec, screen), record.file(), html).run()
                    : read(options, screen);
        } catch (LogsException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        } catch (FileSystemException e) {
            throw new FileException(Path.of(String.valueOf(e.getFile())), e);
        }
    }

    private static Optional<String> checked(Optional<String> name) throws LogsException {
        try {
            name.ifPresent(ServerId::of);
            return name;
        } catch (IllegalArgumentException e) {
            throw new LogsException(String.valueOf(e.getMessage()).replaceFirst("^server id", "--cluster"));
        }
    }

    private int read(LogOptions options, Screen screen) throws IOException, LogsException {
        var logs = clusterLogs(options, screen);
        print(logs.logs(), screen);
        var groups = logs.groups();
        if (groups.size() > 1) {
            screen.line("groups: " + String.join(", ", groups.keySet()));
            if (record.file().isPresent() || html.isPresent()) {
                throw new LogsException((record.file().isPresent() ? "--record" : "--html") + ": there are "
                        + groups.size() + " groups, expected one; --group NAME chooses it");
            }
        }
        boolean safe = true;
        for (var histories : groups.values()) {
            safe &= write(histories, screen);
        }
        return safe ? RaftElection.SAFE : RaftElection.UNSAFE;
    }

    private ClusterLogs clusterLogs(LogOptions options, Screen screen) throws IOException, LogsException {
        try (var progress = new ReadingProgress(screen)) {
            return ClusterLogs.read(files.logs(progress::bytes), options);
        }
    }

    static void print(List<LogReport> logs, Screen screen) {
        for (var log : logs) {
            screen.line("log " + log.label() + "  " + log);
        }
    }

    private boolean write(Histories histories, Screen screen) throws IOException {
        if (events) {
            histories.scan(new EventPrinter(screen, ""));
        }
        if (record.file().isPresent()) {
            record(histories, record.file().orElseThrow());
        }
        if (html.isPresent()) {
            var timeline = new TimelineBuilder();
            histories.scan(timeline);
            write(timeline, html.get());
        }
        var summary = new RecordingSummary.Builder();
        histories.scan(summary);
        var result = summary.build();
        json.results(spec, screen).print(result);
        return result.isSafe();
    }

    private static void record(Histories histories, Path file) {
        try (var writer = RecordingWriter.of(file)) {
            histories.scan(writer);
        } catch (IOException e) {
            throw new FileException(file, e);
        }
    }

    static void write(TimelineBuilder timeline, Path file) {
        try {
            timeline.write(file);
        } catch (IOException e) {
            throw new FileException(file, e);
        }
    }
}
