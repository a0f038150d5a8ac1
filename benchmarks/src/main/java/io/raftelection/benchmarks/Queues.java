package io.raftelection.benchmarks;

import io.raftelection.ServerId;
import io.raftelection.Tracker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.LinkedBlockingQueue;

/** Measures servers that report through a queue. The tracker has one thread per queue. */
public final class Queues {
    private static final int EACH = 3;
    private static final int ROUNDS = 5;
    private static final boolean VIRTUAL = Runtime.version().feature() >= 21;

    /** The largest number of platform threads to create. */
    private static final int MOST_PLATFORM = 3_000;

    private final LinkedBlockingQueue<Boolean>[] queues;
    private final Tracker[] trackers;

    @SuppressWarnings({"unchecked", "rawtypes"})
    private Queues(int size) {
        queues = new LinkedBlockingQueue[size];
        trackers = new Tracker[size / EACH + 1];
        Arrays.setAll(queues, i -> new LinkedBlockingQueue<Boolean>());
        Arrays.setAll(trackers, i -> Tracker.builder("queues").historySize(0).build());
    }

    /** Measures in a separate JVM, whose memory has no other use. */
    static List<Measurement> measure(Profile profile) throws IOException, InterruptedException {
        int size = VIRTUAL ? profile.servers / 10 : Math.min(profile.servers / 10, MOST_PLATFORM);
        var figures = profile.forks == 0 ? figures(size) : fork(size);
        var threads = VIRTUAL ? "virtual threads" : "platform threads";
        var memory = Measurement.of(
                String.format(Locale.ROOT, "%,d queues, %s: process memory per queue (RSS)", size, threads),
                Figures.bytes(figures[0]));
        return List.of(
                VIRTUAL ? memory.goal("at most 2,048 bytes", figures[0] <= 2_048) : memory,
                Measurement.of("a change to true and back, all queues concurrently", Figures.nanos(figures[1])),
                Measurement.of("the same with one queue, waiting for each change", Figures.nanos(figures[2])));
    }

    private static double[] fork(int size) throws IOException, InterruptedException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var process = new ProcessBuilder(
                        java,
                        "-XX:+UseSerialGC",
                        "-Xmn16m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Queues.class.getName(),
                        Integer.toString(size))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Checks.that(process.waitFor() == 0, "queues: exit code " + process.exitValue());
        return Arrays.stream(text.strip().split(" "))
                .mapToDouble(Double::parseDouble)
                .toArray();
    }

    /**
     * Measures in this JVM and prints the figures.
     *
     * @param args the number of queues
     * @throws Exception if the measurement fails
     */
    public static void main(String[] args) throws Exception {
        var figures = figures(Integer.parseInt(args[0]));
        System.out.println(figures[0] + " " + figures[1] + " " + figures[2]);
    }

    /** {@return bytes per queue, nanoseconds per change and back through all queues, and the same through one queue} */
    private static double[] figures(int size) throws IOException {
        new Queues(EACH).cycles(1); // warm up
        var all = new Queues(size);
        long before = resident();
        all.track();
        double bytes = (double) (resident() - before) / size;
        return new double[] {bytes, all.cycles(ROUNDS), alone()};
    }

    private void track() {
        for (int i = 0; i < queues.length; i++) {
            trackers[i / EACH].track(ServerId.of("s" + i % EACH), queues[i]);
        }
    }

    private double cycles(int rounds) {
        if (queues.length == EACH) {
            track();
        }
        var nanos = new double[rounds];
        for (int i = 0; i < rounds; i++) {
            long start = System.nanoTime();
            for (var queue : queues) {
                queue.add(true);
            }
            for (var queue : queues) {
                queue.add(false);
            }
            for (int j = 0; j < queues.length; j++) {
                while (!queues[j].isEmpty() || trackers[j / EACH].leader().isPresent()) {
                    Thread.onSpinWait();
                }
            }
            nanos[i] = (double) (System.nanoTime() - start) / queues.length;
        }
        for (var tracker : trackers) {
            tracker.close();
            Checks.quiet(tracker);
        }
        Arrays.sort(nanos);
        return nanos[rounds / 2];
    }

    private static double alone() {
        var queue = new LinkedBlockingQueue<Boolean>();
        var nanos = new double[ROUNDS];
        try (var tracker = Tracker.builder("queue").historySize(0).build()) {
            tracker.track(ServerId.of("s1"), queue);
            int changes = 20_000;
            for (int i = 0; i < ROUNDS; i++) {
                long start = System.nanoTime();
                for (int j = 0; j < changes; j++) {
                    queue.add(true);
                    while (tracker.leader().isEmpty()) {
                        Thread.onSpinWait();
                    }
                    queue.add(false);
                    while (tracker.leader().isPresent()) {
                        Thread.onSpinWait();
                    }
                }
                nanos[i] = (double) (System.nanoTime() - start) / changes;
            }
        }
        Arrays.sort(nanos);
        return nanos[ROUNDS / 2];
    }

    /** {@return the resident memory of the process after garbage collection, in bytes} */
    private static long resident() throws IOException {
        System.gc();
        System.gc();
        for (var line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) * 1_024;
            }
        }
        throw new IOException("/proc/self/status: has no VmRSS");
    }
}
