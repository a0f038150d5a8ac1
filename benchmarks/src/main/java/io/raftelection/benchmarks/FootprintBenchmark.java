package io.raftelection.benchmarks;

import io.raftelection.ServerId;
import io.raftelection.Tracker;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.runner.RunnerException;

/** Makes and keeps many objects. The strings of their ids exist before. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@SuppressWarnings("NullAway.Init") // JMH calls the setup first
public class FootprintBenchmark {
    private static final Duration PATIENCE = Duration.ofDays(1);

    @Param("SERVERS")
    public Kind kind;

    @Param("1000")
    public int size;

    /** The number of objects per tracker or map. */
    @Param("1")
    public int each;

    @Param("OFF")
    public Recorder recorder;

    private String[] names;
    private Tracker[] trackers;
    private List<Object> followers;
    private Object[] kept;
    private long heap;
    private int threads;

    @Param("NOBODY")
    public Follower follower;

    /** What is made. */
    public enum Kind {
        /** Idle servers, with the references that a user and an engine keep. */
        SERVERS,
        /** The same ids in plain maps, to compare. */
        IDS,
        /** Pending expectations, one per tracker: all trackers share one timer. */
        EXPECTATIONS
    }

    static List<Measurement> measure(Profile profile) throws RunnerException {
        int all = profile.servers();
        int part = all / 100;
        var most = run(profile, Kind.SERVERS, all);
        var few = run(profile, Kind.SERVERS, part);
        var three = run(profile, Kind.SERVERS, 3);
        double seconds = most.median() / 1e9 * (1e6 / all);
        double bytes = most.counter("bytes") / all;
        double memoryGrowth = most.counter("bytes") / few.counter("bytes");
        double growth = most.median() / few.median();
        double mapGrowth = run(profile, Kind.IDS, all).median()
                / run(profile, Kind.IDS, part).median();
        double tracker = three.counter("bytes") / all * 3;
        double threads = three.counter("threads");
        return List.of(
                Measurement.nanos("time to track " + all + " servers in one tracker", most.median())
                        .goal("1,000,000 in under 1 s", seconds < 1),
                Measurement.bytes("memory per server in it, without the string of its id", bytes)
                        .goal("at most 200 bytes", bytes <= 200),
                Measurement.ratio("memory per server, relative to a tracker with 1 % of them", memoryGrowth)
                        .goal("flat: at most 1.1 ×", memoryGrowth <= 1.1),
                Measurement.ratio("time to track a server, relative to a tracker with 1 % of them", growth)
                        .goal("flat: at most that of a plain map", growth <= mapGrowth),
                Measurement.ratio("the same for a plain LinkedHashMap", mapGrowth),
                Measurement.bytes("memory of an idle tracker with three servers", tracker)
                        .goal("at most 1,024 bytes", tracker <= 1_024),
                Measurement.of("threads of all these trackers", Integer.toString((int) threads))
                        .goal("none", threads == 0),
                Measurement.bytes(
                        "memory per pending expectation, one per tracker",
                        run(profile, Kind.EXPECTATIONS, 1).counter("bytes") / all));
    }

    static Jmh servers(Profile profile, Recorder recorder) throws RunnerException {
        return run(profile, Kind.SERVERS, profile.servers(), recorder);
    }

    private static Jmh run(Profile profile, Kind kind, int each) throws RunnerException {
        return run(profile, kind, each, Recorder.OFF);
    }

    private static Jmh run(Profile profile, Kind kind, int each, Recorder recorder) throws RunnerException {
        return Jmh.calls(
                profile,
                profile.rounds(),
                FootprintBenchmark.class,
                "make",
                Map.of("kind", kind, "size", profile.servers(), "each", each, "recorder", recorder));
    }

    /** Measures trackers with a follower each. */
    static Jmh measured(Profile profile, int size, int each, Follower follower) throws RunnerException {
        return Jmh.calls(
                profile,
                profile.rounds(),
                FootprintBenchmark.class,
                "make",
                Map.of("kind", Kind.SERVERS, "size", size, "each", each, "follower", follower));
    }

    /** What all objects retain. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Retained {
        public double bytes;
        public double threads;
    }

    @Setup
    public void name() {
        recorder.start();
        names = IntStream.range(0, size).mapToObj(i -> "server-" + i).toArray(String[]::new);
    }

    @Setup(Level.Invocation)
    public void prepare() {
        kept = new Object[size];
        followers = new ArrayList<>();
        trackers = new Tracker[(size + each - 1) / each];
        for (int i = 0; kind == Kind.EXPECTATIONS && i < size; i++) {
            trackers[i] = Tracker.lenient("benchmark");
            trackers[i].track(ServerId.of(names[i]));
        }
        threads = ManagementFactory.getThreadMXBean().getThreadCount();
        heap = heap();
    }

    @Benchmark
    public Object[] make() {
        Map<ServerId, Object> map = Map.of();
        for (int i = 0; i < size; i++) {
            var id = ServerId.of(names[i]);
            switch (kind) {
                case SERVERS -> {
                    if (i % each == 0) {
                        trackers[i / each] = Tracker.lenient(names[i]);
                        followers.add(follower.follow(trackers[i / each]));
                    }
                    kept[i] = trackers[i / each].track(id);
                }
                case IDS -> {
                    map = i % each == 0 ? new LinkedHashMap<>() : map;
                    map.put(id, map);
                    kept[i] = map;
                }
                case EXPECTATIONS -> kept[i] = trackers[i].expect(id, PATIENCE);
            }
        }
        return kept;
    }

    @TearDown(Level.Invocation)
    public void weigh(Retained retained) {
        retained.threads = ManagementFactory.getThreadMXBean().getThreadCount() - threads;
        retained.bytes = heap() - heap;
        Stream.of(trackers).filter(Objects::nonNull).forEach(Tracker::close);
    }

    /** {@return the heap in use after a full garbage collection} */
    private static long heap() {
        var memory = ManagementFactory.getMemoryMXBean();
        memory.gc();
        memory.gc();
        return memory.getHeapMemoryUsage().getUsed();
    }
}
