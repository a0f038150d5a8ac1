package io.raftelection.cli;

import io.raftelection.watch.Endpoint;
import io.raftelection.watch.Watch;
import io.raftelection.watch.WatchSettings;
import io.raftelection.watch.WatchSource;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Watches a cluster that already runs. */
@Command(
        name = "watch",
        description = {
            "Watch who leads in a cluster that already runs, without changing it.",
            "The command prints every leadership event with its time, and goes on when a server cannot be reached."
                    + " At the end it prints a summary, and whether Election Safety held."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        footer = {
            "",
            "Exit codes: 0 Election Safety held, 1 it was violated, 2 an option is invalid or a file cannot be read or"
                    + " written, 3 the command failed, 130 stopped by Ctrl-C, 143 stopped by SIGTERM.",
            "",
            "Examples:",
            "  raft-election watch etcd http://127.0.0.1:2379",
            "  raft-election watch etcd-election http://127.0.0.1:2379 --path app/orders/",
            "  raft-election watch etcd e1=https://10.0.0.1:2379 --ca ca.pem --for 10m --record etcd.jsonl",
            "  raft-election watch etcd http://127.0.0.1:2379 --page 8080",
            "  raft-election watch recording s1.jsonl s2.jsonl s3.jsonl --follow",
            "  raft-election watch http s1=http://10.0.0.1/health --leads /role=leader --term /term",
            "  raft-election watch consul http://10.0.0.1:8500 --beside app.jsonl"
        })
final class WatchCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(
            index = "0",
            paramLabel = "SYSTEM",
            converter = WatchedSystem.Converter.class,
            completionCandidates = WatchedSystem.Words.class,
            description = "The system: ${COMPLETION-CANDIDATES}.")
    private WatchedSystem system;

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "[NAME=]ADDRESS",
            description = "An address of a server, optionally with its name. Other servers are found from it if the"
                    + " system can list them. For recording, a file.")
    private List<String> addresses = List.of();

    @Option(
            names = "--for",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "End after this time, for example 30s or 2m. Default: at Ctrl-C.")
    private Optional<Duration> duration = Optional.empty();

    @Mixin
    private RecordOption record;

    @Option(
            names = "--json",
            description = "Print each event as a line of JSON in the form of a recording. Everything else is printed to"
                    + " standard error.")
    private boolean json;

    @Option(
            names = "--interval",
            paramLabel = "TIME",
            defaultValue = "500ms",
            converter = DurationConverter.class,
            description = "The pause between two polls of a server. Default: ${DEFAULT-VALUE}.")
    private Duration interval;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "2s",
            converter = DurationConverter.class,
            description = "The longest wait for an answer. Default: ${DEFAULT-VALUE}.")
    private Duration timeout;

    @Mixin
    private SystemOptions options;

    @Mixin
    private BesideOption beside;

    @Mixin
    private MetricsOption metrics;

    @Mixin
    private PageOption page;

    @Mixin
    private AccessOptions access;

    @Mixin
    private ZoneOption zone;

    @Mixin
    private ColourOption colour;

    @Override
    public Integer call() throws Exception {
        var source = source();
        var screen = colour.screen(spec, zone.times(), json);
        screen.line(screen.style()
                .heading("raft-election watch: " + system.word() + ", " + String.join(", ", addresses)
                        + (duration.isPresent() ? "" : ", until Ctrl-C")));
        try (var shown = page.open(screen)) {
            return new Interruption().during(interruption -> watch(source, screen, interruption, shown));
        }
    }

    private WatchSource source() {
        try {
            return system.source(addresses.stream().map(Endpoint::parse).toList(), access.access(), options);
        } catch (IllegalArgumentException | IOException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private int watch(WatchSource source, Screen screen, Interruption interruption, OpenPage shown) throws Exception {
        var settings = WatchSettings.of(system.word()).withInterval(interval).withTimeout(timeout);
        var groups = new WatchedGroups(
                screen, record.file(), json ? Optional.of(spec.commandLine().getOut()) : Optional.empty(), shown);
        var meters = metrics.start(screen);
        var applications = beside.watch(groups, screen, settings);
        try (meters;
                var watch = Watch.start(source, settings, new WatchListeners(List.of(groups, meters, applications)));
                applications) { // it ends before the watch
            groups.awaitFailure(duration);
        } catch (InterruptedException e) {
            if (!interruption.happened()) {
                throw e;
            }
        } finally {
            interruption.end();
        }
        boolean isSafe = groups.finish();
        applications.finish();
        return isSafe ? RaftElection.SAFE : RaftElection.UNSAFE;
    }
}
