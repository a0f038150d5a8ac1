package io.raftelection.watch.recording;

import io.raftelection.Fact;
import io.raftelection.ServerId;
import io.raftelection.Tracker;
import io.raftelection.report.Recorder;
import io.raftelection.spi.LeadershipSink;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * An application that records its servers and its stalls. It takes one command per line of its input, for example
 * {@code acquired s1 3} or {@code begins s1 isolate}, and answers each. It ends with its input.
 */
public final class RecordingApp {
    private final Tracker tracker;
    private final Map<String, LeadershipSink> sinks = new HashMap<>();

    private RecordingApp(Tracker tracker) {
        this.tracker = tracker;
    }

    public static void main(String[] args) throws Exception {
        try (var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
                var tracker =
                        Tracker.builder("orders").stalls(Duration.ofSeconds(1)).build();
                var recorder = Recorder.record(tracker, Path.of(args[0]))) {
            var app = new RecordingApp(tracker);
            for (var line = input.readLine(); line != null; line = input.readLine()) {
                app.run(List.of(line.split(" ")));
                System.out.println("done");
            }
            tracker.close();
        }
    }

    private void run(List<String> words) throws InterruptedException {
        if (words.get(0).equals("stalled")) {
            awaitStall();
            return;
        }
        var sink = sinks.computeIfAbsent(words.get(1), name -> tracker.track(ServerId.of(name)));
        switch (words.get(0)) {
            case "acquired" -> sink.acquired(Long.parseLong(words.get(2)));
            case "ready" -> sink.ready();
            case "lost" -> sink.lost();
            case "follows" -> sink.follows(ServerId.of(words.get(2)), Long.parseLong(words.get(3)));
            case "begins" -> sink.factBegins(kind(words.get(2)), detail(words));
            case "ends" -> sink.factEnds(kind(words.get(2)), detail(words));
            default -> throw new IllegalArgumentException(words.toString());
        }
    }

    private static Fact.Kind kind(String word) {
        return Fact.Kind.valueOf(word.toUpperCase(Locale.ROOT));
    }

    private static String detail(List<String> words) {
        return words.size() > 3 ? words.get(3) : "";
    }

    /** Waits until the tracker has measured a stall. */
    private void awaitStall() throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (tracker.history().facts().stream().noneMatch(fact -> fact.kind() == Fact.Kind.STALL)) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("stall: none was measured within 30 s");
            }
            Thread.sleep(10);
        }
    }
}
