package io.raftelection.benchmarks;

import io.raftelection.ServerId;
import io.raftelection.Tracker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.runner.RunnerException;

/** Changes servers that report through a queue. The tracker has one thread per queue. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@Fork(jvmArgsAppend = {"-XX:+UseSerialGC", "-Xmn16m"})
public class QueueBenchmark {
    private static final int EACH = 3;
    private static final boolean VIRTUAL = Runtime.version().feature() >= 21;

    /** The largest number of platform threads to create. */
    private static final int MOST_PLATFORM = 3_000;

    /** The number of queues. */
    @Param("1")
    public int size;

    private final List<BlockingQueue<Boolean>> queues = new ArrayList<>();
    private final List<Tracker> trackers = new ArrayList<>();

    /** The memory of the process. */
    @AuxCounters(AuxCounters.Type.EVENTS)
    @State(Scope.Thread)
    public static class Memory {
        private double bytes;

        /** {@return the resident bytes per queue} */
        public double bytesPerQueue() { // a method, because JMH sets fields to zero when an iteration begins
            return bytes;
        }
    }

    static List<Measurement> measure(Profile profile) throws RunnerException {
        int size = VIRTUAL ? profile.servers() / 10 : Math.min(profile.servers() / 10, MOST_PLATFORM);
        var all = run(profile, size);
        var bytes = all.counter("bytesPerQueue");
        var threads = VIRTUAL ? " queues, virtual threads" : " queues, platform threads";
        var memory = Measurement.bytes(size + threads + ": process memory per queue (RSS)", bytes);
        return List.of(
                VIRTUAL ? memory.goal("at most 2,048 bytes", bytes <= 2_048) : memory,
                Measurement.nanos("a change to true and back, all queues concurrently", all.nanos() / size),
                Measurement.nanos(
                        "the same with one queue, waiting for each change",
                        run(profile, 1).nanos()));
    }

    private static Jmh run(Profile profile, int size) throws RunnerException {
        return Jmh.run(profile, QueueBenchmark.class, "change", Map.of("size", size));
    }

    /** Tracks the queues, three per tracker, and measures the memory that this takes. */
    @Setup
    public void track(Memory memory) throws IOException {
        for (int i = 0; i < size; i++) {
            queues.add(new LinkedBlockingQueue<>());
            if (i % EACH == 0) {
                trackers.add(Tracker.builder("queues").historySize(0).build());
            }
        }
        long before = resident();
        for (int i = 0; i < size; i++) {
            trackers.get(i / EACH).track(ServerId.of("s" + i % EACH), queues.get(i));
        }
        memory.bytes = (double) (resident() - before) / size;
    }

    /** Changes all queues to true and back. */
    @Benchmark
    public void change() {
        change(true);
        change(false);
    }

    private void change(boolean leads) {
        queues.forEach(queue -> queue.add(leads));
        for (int i = 0; i < size; i++) {
            while (!queues.get(i).isEmpty() || trackers.get(i / EACH).leader().isPresent() != leads) {
                Thread.onSpinWait();
            }
        }
    }

    @TearDown
    public void check() {
        trackers.forEach(Tracker::close);
        trackers.forEach(Measurement::check);
    }

    /** {@return the resident memory of the process after garbage collection, in bytes} */
    private static long resident() throws IOException {
        System.gc();
        System.gc();
        var status = Files.readString(Path.of("/proc/self/status"));
        return Long.parseLong(status.replaceAll("(?s).*\\nVmRSS:\\s*(\\d+) kB.*", "$1")) * 1_024;
    }
}
