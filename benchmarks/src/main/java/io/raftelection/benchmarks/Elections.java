package io.raftelection.benchmarks;

import io.raftelection.ServerId;
import io.raftelection.curator.testing.CuratorEngine;
import io.raftelection.jgroups.testing.JGroupsRaftEngine;
import io.raftelection.jraft.testing.JRaftEngine;
import io.raftelection.microraft.testing.MicroRaftEngine;
import io.raftelection.ratis.testing.RatisEngine;
import io.raftelection.testing.ElectionControl;
import io.raftelection.testing.TestEngine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Measures each step in the life of a controlled cluster of three servers, for each engine. */
final class Elections {
    private static final int SERVERS = 3;
    private static final ServerId S1 = ServerId.of("s1");
    private static final ServerId S2 = ServerId.of("s2");

    private enum Step {
        START,
        ELECT,
        DEPOSE,
        ELECT_ANOTHER,
        CLOSE,
        TOTAL;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    private final Map<Step, Latencies> steps = new EnumMap<>(Step.class);
    private long began;
    private long last;

    private Elections(int rounds) {
        Stream.of(Step.values()).forEach(step -> steps.put(step, new Latencies(rounds)));
    }

    static List<Measurement> measure(Profile profile) throws IOException, InterruptedException {
        var engines = new LinkedHashMap<String, TestEngine>();
        engines.put("Apache Ratis, in memory", new RatisEngine());
        engines.put("SOFAJRaft, in memory", new JRaftEngine());
        engines.put("MicroRaft, in memory", new MicroRaftEngine());
        engines.put("jgroups-raft, in memory", new JGroupsRaftEngine());
        engines.put("Apache Curator, one ZooKeeper on loopback", new CuratorEngine());
        var measurements = new ArrayList<Measurement>();
        for (var engine : engines.entrySet()) {
            measurements.add(Measurement.of(
                    engine.getKey() + ", medians", new Elections(profile.polls).of(engine.getValue(), profile.polls)));
        }
        return measurements;
    }

    private String of(TestEngine engine, int rounds) throws IOException, InterruptedException {
        live(engine); // warm up
        steps.values().forEach(Latencies::clear);
        for (int round = 0; round < rounds; round++) {
            live(engine);
        }
        return steps.entrySet().stream()
                .map(step -> step.getKey() + " " + Figures.nanos(step.getValue().median()))
                .collect(Collectors.joining(", "));
    }

    private void live(TestEngine engine) throws IOException, InterruptedException {
        began = System.nanoTime();
        last = began;
        try (var control = ElectionControl.start(engine, SERVERS)) {
            done(Step.START);
            var term = control.elect(S1);
            done(Step.ELECT);
            term.depose();
            done(Step.DEPOSE);
            control.elect(S2);
            done(Step.ELECT_ANOTHER);
        }
        done(Step.CLOSE);
        time(Step.TOTAL, last - began);
    }

    private void done(Step step) {
        long now = System.nanoTime();
        time(step, now - last);
        last = now;
    }

    private void time(Step step, long nanos) {
        var latencies = steps.get(step);
        if (latencies != null) {
            latencies.add(nanos);
        }
    }
}
