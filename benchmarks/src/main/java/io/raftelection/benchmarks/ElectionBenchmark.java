package io.raftelection.benchmarks;

import io.raftelection.ServerId;
import io.raftelection.cli.Engine;
import io.raftelection.testing.ElectionControl;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.runner.RunnerException;

/** Runs each step in the life of a controlled cluster of three servers, on each engine that the command has. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
public class ElectionBenchmark {
    private static final int SERVERS = 3;

    /** The title of the engine. */
    @Param("MicroRaft, in memory")
    public String engine = "";

    static List<Measurement> measure(Profile profile) throws RunnerException {
        var measurements = new ArrayList<Measurement>();
        for (var title : setups().map(Engine.Setup::title).toList()) {
            var life = Jmh.calls(profile, profile.clusters(), ElectionBenchmark.class, "live", Map.of("engine", title));
            measurements.add(Measurement.of(
                    title + ", medians",
                    "start " + Measurement.nanos(life.counter("start"))
                            + ", elect " + Measurement.nanos(life.counter("elect"))
                            + ", depose " + Measurement.nanos(life.counter("depose"))
                            + ", elect another " + Measurement.nanos(life.counter("electAnother"))
                            + ", close " + Measurement.nanos(life.counter("close"))
                            + ", total " + Measurement.nanos(life.median())));
        }
        return measurements;
    }

    private static Stream<Engine.Setup> setups() {
        return Arrays.stream(Engine.values()).flatMap(engine -> engine.setups().stream());
    }

    /** The nanoseconds of each step. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Steps {
        public double start;
        public double elect;
        public double depose;
        public double electAnother;
        public double close;
        private long last;

        /** Begins the next step. {@return the time of the last} */
        private double lap() {
            long before = last;
            last = System.nanoTime();
            return last - before;
        }
    }

    @Benchmark
    public void live(Steps steps) throws IOException, InterruptedException {
        var setup =
                setups().filter(each -> each.title().equals(engine)).findAny().orElseThrow();
        steps.last = System.nanoTime();
        try (var control = ElectionControl.start(setup.engine(), SERVERS)) {
            steps.start = steps.lap();
            var term = control.elect(ServerId.of("s1"));
            steps.elect = steps.lap();
            term.depose();
            steps.depose = steps.lap();
            control.elect(ServerId.of("s2"));
            steps.electAnother = steps.lap();
        }
        steps.close = steps.lap();
    }
}
