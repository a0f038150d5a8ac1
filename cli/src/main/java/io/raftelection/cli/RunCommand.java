package io.raftelection.cli;

import io.raftelection.ServerId;
import io.raftelection.Tracker;
import io.raftelection.report.Recorder;
import io.raftelection.report.RecordingSummary;
import io.raftelection.testing.TestCluster;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
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

/** Runs a real cluster in this process, tracks it, and plays a story. */
@Command(
        name = "run",
        description = {
            "Run a real Raft cluster in this process, track it, and play a story: elect, transfer, kill, restart, cut off, heal."
                    + " Every event is printed as it is heard, then a summary and the verdict on election safety."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        footer = {
            "",
            "Exit codes: 0 safe, 1 unsafe, 2 bad usage, 3 the command failed, 130 stopped by Ctrl-C.",
            "",
            "Examples:",
            "  raft-election run",
            "  raft-election run --servers 5 --duration 1m --seed 7",
            "  raft-election run --record run.jsonl && raft-election check run.jsonl"
        })
final class RunCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--engine",
            paramLabel = "ENGINE",
            defaultValue = "ratis",
            converter = Engine.Converter.class,
            description = "Which engine: ratis (the default), jraft, microraft, jgroups-raft, curator.")
    private Engine engine;

    @Option(
            names = "--servers",
            paramLabel = "N",
            defaultValue = "3",
            description = "How many servers, 1 to 9. Default: ${DEFAULT-VALUE}.")
    private int servers;

    @Option(
            names = "--duration",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description =
                    "Go on with faults at random until this time has passed, as in 30s or 2m. Default: one story.")
    private Optional<Duration> duration = Optional.empty();

    @Option(names = "--seed", paramLabel = "N", description = "Who is chosen, and which faults. Default: a random one.")
    private @Nullable Long seed;

    @Option(
            names = "--record",
            paramLabel = "FILE.jsonl",
            description = "Write what is heard to a file, for check. Overwrites it.")
    private Optional<Path> record = Optional.empty();

    @Mixin
    private ColourOption colour;

    @Override
    public Integer call() throws Exception {
        if (servers < 1 || servers > TestCluster.MAX_SERVERS) {
            throw new ParameterException(
                    spec.commandLine(), "--servers: " + servers + ", expected 1 to " + TestCluster.MAX_SERVERS);
        }
        long number = seed == null ? new Random().nextInt(1_000_000) : seed;
        var screen = new Screen(spec.commandLine().getOut(), colour.style(), ColourOption.isTerminal());
        screen.line(
                screen.style().heading("raft-election run: " + servers + " x " + engine.title() + ", seed " + number));
        return new Interruption().during(interruption -> play(screen, number, interruption));
    }

    private int play(Screen screen, long number, Interruption interruption) throws Exception {
        try (var tracker = Tracker.builder("demo").historySize(1 << 20).build()) {
            tracker.subscribe(screen::event);
            try (var recorder = recorder(tracker)) {
                tell(screen, tracker, number, interruption);
            }
            var history = tracker.history();
            new Verdict(RecordingSummary.of(history)).print(screen);
            return history.isSafe() ? RaftElection.SAFE : RaftElection.UNSAFE;
        }
    }

    /** Plays, and closes the tracker before the cluster: its end is no event of the story. */
    private void tell(Screen screen, Tracker tracker, long number, Interruption interruption) throws Exception {
        try (var cluster = engine.cluster(ids(servers), tracker::track);
                var progress = new Progress(screen)) {
            try {
                new Story(cluster, tracker, screen, progress, new Random(number)).play(duration);
            } catch (Exception e) {
                if (!interruption.happened()) {
                    throw e;
                }
            } finally {
                tracker.close();
                progress.close();
                interruption.end();
                screen.awaitEvents(tracker.history().events().size());
                screen.step(tracker.elapsed(), "end: close the servers and remove what they stored");
            }
        }
    }

    private static List<ServerId> ids(int servers) {
        return IntStream.rangeClosed(1, servers)
                .mapToObj(number -> ServerId.of("s" + number))
                .toList();
    }

    /** The recorder, or nothing to close. */
    private AutoCloseable recorder(Tracker tracker) {
        if (record.isEmpty()) {
            return () -> {};
        }
        var file = record.get();
        try {
            var recorder = Recorder.record(tracker, file);
            return () -> close(recorder, file);
        } catch (IOException e) {
            throw new CannotUseFile(file, e);
        }
    }

    private static void close(Recorder recorder, Path file) {
        try {
            recorder.close();
        } catch (IOException e) {
            throw new CannotUseFile(file, e);
        }
    }
}
