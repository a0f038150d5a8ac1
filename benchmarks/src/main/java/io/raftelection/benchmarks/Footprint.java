package io.raftelection.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What it costs to track many servers: memory, time and threads. */
final class Footprint {
    private final List<Finding> findings = new ArrayList<>();
    private final int rounds;
    private final String[] names;

    private Footprint(Strength strength) {
        rounds = strength.rounds;
        names = new String[strength.servers];
        for (int i = 0; i < names.length; i++) {
            names[i] = "server-" + i;
        }
    }

    /** Each time as many servers are tracked, in one tracker or in several, so that the figures can be compared. */
    static List<Finding> measure(Strength strength) {
        var footprint = new Footprint(strength);
        footprint.servers();
        footprint.threes();
        footprint.expectations();
        return footprint.findings;
    }

    private void servers() {
        int all = names.length;
        var most = servers(all);
        servers(all / 10);
        var few = servers(all / 100);
        findings.add(Finding.of("to track them all in one tracker", Figures.nanos(most.makeNanos() * all))
                .goal("1,000,000 in under 1 s", most.makeNanos() * 1e6 < 1e9));
        findings.add(Finding.of("a server in one tracker of all, beyond its id's String", Figures.bytes(most.bytes()))
                .goal("at most 200 bytes", most.bytes() <= 200));
        findings.add(Finding.of("its memory: that in a tracker of 1 %", Figures.ratio(most.bytes() / few.bytes()))
                .goal("flat: at most 1.1 ×", most.bytes() <= 1.1 * few.bytes()));
        var bare = ids(all);
        var growth = most.makeNanos() / few.makeNanos();
        var bareGrowth = bare.makeNanos() / ids(all / 100).makeNanos();
        findings.add(Finding.of("its time to track: that in a tracker of 1 %", Figures.ratio(growth))
                .goal("flat: at most as a bare map's", growth <= bareGrowth));
        findings.add(Finding.of("the same of a bare LinkedHashMap", Figures.ratio(bareGrowth)));
        findings.add(Finding.of(
                "its time to track: to put it into a bare LinkedHashMap",
                Figures.ratio(most.makeNanos() / bare.makeNanos())));
    }

    private Weight ids(int each) {
        return Weight.of(names.length, rounds, () -> Herds.ids(names, each));
    }

    private void threes() {
        var three = servers(3);
        findings.add(Finding.of("an idle tracker of three", Figures.bytes(three.bytes() * 3))
                .goal("at most 1,024 bytes", three.bytes() * 3 <= 1_024));
        findings.add(Finding.of("threads of all these trackers", count(three.threads()))
                .goal("none", three.threads() == 0));
    }

    private Weight servers(int each) {
        var weight = Weight.of(names.length, rounds, () -> Herds.servers(names, each));
        report(names.length, "servers, " + count(each) + " in a tracker", weight);
        return weight;
    }

    private void expectations() {
        report(
                names.length,
                "pending expectations, one a tracker, with one timer that the user shares",
                Weight.of(names.length, 1, () -> Herds.expectations(names)));
        report(
                names.length,
                "tasks of that timer alone, which a pending expectation includes",
                Weight.of(names.length, 1, () -> Herds.tasks(names.length)));
    }

    private void report(int size, String what, Weight weight) {
        findings.add(Finding.of(
                count(size) + " " + what,
                "each " + Figures.bytes(weight.bytes()) + ", made in " + Figures.nanos(weight.makeNanos())
                        + ", closed in " + Figures.nanos(weight.closeNanos()) + "; threads: "
                        + count(weight.threads())));
    }

    private static String count(int number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
