package io.raftelection.benchmarks;

import io.raftelection.ServerId;
import io.raftelection.cli.Engine;
import io.raftelection.testing.ElectionControl;
import io.raftelection.testing.TestEngine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.openjdk.jmh.util.ListStatistics;

/** Measures each step in the life of a controlled cluster of three servers, for each engine that the command has. */
final class Elections {
    private static final int SERVERS = 3;
    private static final ServerId S1 = ServerId.of("s1");
    private static final ServerId S2 = ServerId.of("s2");

    private static final List<String> STEPS = List.of("start", "elect", "depose", "elect another", "close", "total");

    private Elections() {}

    static List<Measurement> measure(Profile profile) throws IOException, InterruptedException {
        var measurements = new ArrayList<Measurement>();
        for (var engine : Engine.values()) {
            for (var setup : engine.setups()) {
                measurements.add(measure(setup.title(), setup.engine(), profile));
            }
        }
        return measurements;
    }

    private static Measurement measure(String name, TestEngine engine, Profile profile)
            throws IOException, InterruptedException {
        var times = STEPS.stream().map(step -> new ListStatistics()).toList();
        live(engine); // warm up
        for (int round = 0; round < profile.changes; round++) {
            var ends = live(engine);
            for (int i = 1; i < ends.length; i++) {
                times.get(i - 1).addValue((double) (ends[i] - ends[i - 1]));
            }
            times.get(5).addValue((double) (ends[5] - ends[0]));
        }
        var medians = new StringJoiner(", ");
        for (int i = 0; i < times.size(); i++) {
            medians.add(STEPS.get(i) + " " + Measurement.nanos(times.get(i).getPercentile(50)));
        }
        return Measurement.of(name + ", medians", medians.toString());
    }

    /** {@return the time of the beginning, and of the end of each step} */
    private static long[] live(TestEngine engine) throws IOException, InterruptedException {
        var times = new long[6];
        times[0] = System.nanoTime();
        try (var control = ElectionControl.start(engine, SERVERS)) {
            times[1] = System.nanoTime();
            var term = control.elect(S1);
            times[2] = System.nanoTime();
            term.depose();
            times[3] = System.nanoTime();
            control.elect(S2);
            times[4] = System.nanoTime();
        }
        times[5] = System.nanoTime();
        return times;
    }
}
