package io.raftelection.cli;

import io.raftelection.ServerId;
import io.raftelection.Tracker;
import io.raftelection.report.Recorder;
import io.raftelection.report.RecordingSummary;
import io.raftelection.spi.LeadershipSink;
import io.raftelection.testing.TestCluster;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs a real cluster in this process, tracks its elections, and injects faults. */
@Command(
        name = "run",
        description = {
            "Run a demo with a real Raft cluster in this process.",
            "The demo transfers leadership, kills and restarts the leader, and isolates it from the other servers."
                    + " The command prints every leadership event, a summary, and whether Election Safety held."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        footer = {
            "",
            "Exit codes: 0 Election Safety held, 1 it was violated, 2 an option is invalid or a file cannot be written,"
                    + " 3 the command failed, 130 stopped by Ctrl-C, 143 stopped by SIGTERM.",
            "",
            "Examples:",
            "  raft-election run",
            "  raft-election run --servers 5 --duration 1m --seed 7",
            "  raft-election run --page",
            "  raft-election run --metrics 9464",
            "  raft-election run --record run.jsonl && raft-election check run.jsonl"
        })
final class RunCommand implements Callable<Integer> {
    /** The shortest stall of this process that is recorded. */
    private static final Duration STALLS = Duration.ofMillis(500);

    /** How long a run with a page or metrics continues, unless Ctrl-C ends it. */
    private static final Duration UNTIL_STOPPED = Duration.ofDays(36_500);

    private static final Path STANDARD_OUTPUT = Path.of("standard output");

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--engine",
            paramLabel = "ENGINE",
            defaultValue = "ratis",
            converter = Engine.Converter.class,
            completionCandidates = Engine.Words.class,
            description = "The Raft engine: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private Engine engine;

    @Option(
            names = "--servers",
            paramLabel = "N",
            defaultValue = "3",
            description = "The number of servers, 1 to 9. Default: ${DEFAULT-VALUE}.")
    private int servers;

    @Option(
            names = "--duration",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "Inject random faults until this much time has passed since the start, for example 30s or 2m."
                    + " Default: stop after one fault of each kind, or with --page or --metrics at Ctrl-C.")
    private Optional<Duration> duration = Optional.empty();

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "The seed for the choice of servers and faults. Default: random.")
    private @Nullable Long seed;

    @Mixin
    private RecordOption record;

    @Option(
            names = "--json",
            description = "Print each event as a line of JSON in the form of a recording. Everything else is printed to"
                    + " standard error.")
    private boolean json;

    @Mixin
    private MetricsOption metrics;

    @Mixin
    private PageOption page;

    @Mixin
    private ColourOption colour;

    @Override
    public Integer call() throws Exception {
        if (servers < 1 || servers > TestCluster.MAX_SERVERS) {
            throw new ParameterException(
                    spec.commandLine(), "--servers: " + servers + ", expected 1 to " + TestCluster.MAX_SERVERS);
        }
        long number = seed == null ? new Random().nextInt(1_000_000) : seed;
        var screen = colour.screen(spec, WallTimes.local(), json);
        screen.line(screen.style()
                .heading("raft-election run: " + servers + " x " + engine.title() + ", seed " + number
                        + (time().equals(Optional.of(UNTIL_STOPPED)) ? ", until Ctrl-C" : "")));
        return new Interruption().during(interruption -> run(screen, number, interruption));
    }

    /** {@return how long random faults are injected; empty for one fault of each kind} */
    private Optional<Duration> time() {
        return duration.or(() -> page.isGiven() || metrics.isGiven() ? Optional.of(UNTIL_STOPPED) : Optional.empty());
    }

    private int run(Screen screen, long number, Interruption interruption) throws Exception {
        try (var tracker =
                Tracker.builder("demo").historySize(1 << 20).stalls(STALLS).build()) {
            tracker.subscribe(json ? event -> screen.counted() : screen::event);
            try (var shown = page.open(screen);
                    var meters = metrics.start(screen);
                    var recorder = recorder(tracker);
                    var stream = stream(tracker)) {
                shown.add("", tracker);
                meters.found("", tracker);
                runDemo(screen, tracker, number, interruption);
            }
            var history = tracker.history();
            Results.of(screen).print(RecordingSummary.of(history));
            return history.isSafe() ? RaftElection.SAFE : RaftElection.UNSAFE;
        }
    }

    /** Runs the demo. It closes the tracker before the cluster, so that the shutdown is not part of the history. */
    private void runDemo(Screen screen, Tracker tracker, long number, Interruption interruption) throws Exception {
        var sinks = new HashMap<ServerId, LeadershipSink>();
        try (var cluster = engine.cluster(ids(servers), server -> sinks.computeIfAbsent(server, tracker::track));
                var progress = new Progress(screen)) {
            try {
                new Demo(cluster, tracker, sinks, screen, progress, new Random(number)).run(time());
            } catch (Exception e) {
                if (!interruption.happened()) {
                    throw e;
                }
            } finally {
                tracker.close();
                progress.close();
                interruption.end();
                screen.awaitEvents(tracker.history().events().size());
                screen.step(tracker.elapsed(), "end: close the servers and delete their data");
            }
        }
    }

    private static List<ServerId> ids(int servers) {
        return IntStream.rangeClosed(1, servers)
                .mapToObj(number -> ServerId.of("s" + number))
                .toList();
    }

    /** {@return the recorder, or a resource without effect if there is no --record} */
    private AutoCloseable recorder(Tracker tracker) {
        return record.file().isEmpty()
                ? () -> {}
                : recorder(record.file().get(), file -> Recorder.record(tracker, file));
    }

    /** {@return the recorder on standard output, or a resource without effect if there is no --json} */
    private AutoCloseable stream(Tracker tracker) {
        var out = spec.commandLine().getOut();
        return json ? recorder(STANDARD_OUTPUT, file -> Recorder.stream(tracker, out, "")) : () -> {};
    }

    /** Starts a recorder. */
    private interface Start {
        Recorder on(Path file) throws IOException;
    }

    private static AutoCloseable recorder(Path file, Start start) {
        try {
            var recorder = start.on(file);
            return () -> close(recorder, file);
        } catch (IOException e) {
            throw new FileException(file, e);
        }
    }

    private static void close(Recorder recorder, Path file) {
        try {
            recorder.close();
        } catch (IOException e) {
            throw new FileException(file, e);
        }
    }
}
