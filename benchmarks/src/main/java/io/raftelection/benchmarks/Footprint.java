package io.raftelection.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Measures the memory, time and threads of many tracked servers. */
final class Footprint {
    private final List<Measurement> measurements = new ArrayList<>();
    private final int rounds;
    private final String[] names;

    private Footprint(Profile profile) {
        rounds = profile.rounds;
        names = new String[profile.servers];
        for (int i = 0; i < names.length; i++) {
            names[i] = "server-" + i;
        }
    }

    /** Tracks the same number of servers each time, in one or more trackers, so that the figures are comparable. */
    static List<Measurement> measure(Profile profile) {
        var footprint = new Footprint(profile);
        footprint.servers();
        footprint.threes();
        footprint.expectations();
        return footprint.measurements;
    }

    private void servers() {
        int all = names.length;
        var most = servers(all);
        servers(all / 10);
        var few = servers(all / 100);
        measurements.add(
                Measurement.of("time to track all of them in one tracker", Figures.nanos(most.makeNanos() * all))
                        .goal("1,000,000 in under 1 s", most.makeNanos() * 1e6 < 1e9));
        measurements.add(Measurement.of(
                        "memory per server in one tracker, without the string of its id", Figures.bytes(most.bytes()))
                .goal("at most 200 bytes", most.bytes() <= 200));
        measurements.add(Measurement.of(
                        "memory per server, relative to a tracker with 1 % of them",
                        Figures.ratio(most.bytes() / few.bytes()))
                .goal("flat: at most 1.1 ×", most.bytes() <= 1.1 * few.bytes()));
        var bare = ids(all);
        var growth = most.makeNanos() / few.makeNanos();
        var bareGrowth = bare.makeNanos() / ids(all / 100).makeNanos();
        measurements.add(
                Measurement.of("time to track a server, relative to a tracker with 1 % of them", Figures.ratio(growth))
                        .goal("flat: at most that of a plain map", growth <= bareGrowth));
        measurements.add(Measurement.of("the same for a plain LinkedHashMap", Figures.ratio(bareGrowth)));
        measurements.add(Measurement.of(
                "time to track a server, relative to adding it to a plain LinkedHashMap",
                Figures.ratio(most.makeNanos() / bare.makeNanos())));
    }

    private HeapCost ids(int each) {
        return HeapCost.of(names.length, rounds, () -> Populations.ids(names, each));
    }

    private void threes() {
        var three = servers(3);
        measurements.add(
                Measurement.of("memory of an idle tracker with three servers", Figures.bytes(three.bytes() * 3))
                        .goal("at most 1,024 bytes", three.bytes() * 3 <= 1_024));
        measurements.add(Measurement.of("threads of all these trackers", count(three.threads()))
                .goal("none", three.threads() == 0));
    }

    private HeapCost servers(int each) {
        var cost = HeapCost.of(names.length, rounds, () -> Populations.servers(names, each));
        report(names.length, "servers, " + count(each) + " per tracker", cost);
        return cost;
    }

    private void expectations() {
        report(
                names.length,
                "pending expectations, one per tracker, with a shared timer",
                HeapCost.of(names.length, 1, () -> Populations.expectations(names)));
        report(
                names.length,
                "tasks of that timer alone, included in pending expectations",
                HeapCost.of(names.length, 1, () -> Populations.tasks(names.length)));
    }

    private void report(int size, String what, HeapCost cost) {
        measurements.add(Measurement.of(
                count(size) + " " + what,
                "each " + Figures.bytes(cost.bytes()) + ", created in " + Figures.nanos(cost.makeNanos())
                        + ", closed in " + Figures.nanos(cost.closeNanos()) + "; threads: "
                        + count(cost.threads())));
    }

    private static String count(int number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
