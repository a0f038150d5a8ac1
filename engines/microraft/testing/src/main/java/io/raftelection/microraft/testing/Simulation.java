package io.raftelection.microraft.testing;

import io.raftelection.Anomaly;
import io.raftelection.History;
import io.raftelection.ServerId;
import io.raftelection.Standing;
import io.raftelection.Standing.Role;
import io.raftelection.Tracker;
import io.raftelection.spi.LeadershipSink;
import io.raftelection.spi.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * A run of a {@link SimulatedCluster} of three or five servers. A seed decides all transfers, disconnections, crashes
 * and restarts and their times, and which messages are late, lost, duplicated or overtaken. In the end all faults are
 * repaired and all servers run. The same seed gives the same run, to the byte.
 *
 * <p>It checks that no term had two leaders (Raft paper, 5.2), that all servers agree on a leader within {@link #QUIET}
 * after the last fault, that the tracker recorded no anomaly, and that the tracker knows that leader as the only one in
 * the end.
 *
 * @param seed the seed
 * @param log the faults and the reported events, one line each, in order
 * @param history the tracker's history
 * @param untilAgreed the time from the last fault until all agreed, or {@link #QUIET} if they did not
 * @param violations the violations; empty if there were none
 */
public record Simulation(long seed, List<String> log, History history, Duration untilAgreed, List<String> violations) {

    /** The longest time, in virtual time, until all servers must agree on a leader after the last fault. */
    public static final Duration QUIET = Duration.ofSeconds(20);

    private static final Duration LOOK = Duration.ofMillis(100);
    private static final int DISTURBANCES = 60;
    private static final int HISTORY = 1 << 16;

    /**
     * Copies the lists.
     *
     * @param seed the seed
     * @param log the faults and the reported events
     * @param history the tracker's history
     * @param untilAgreed the time from the last fault until all agreed
     * @param violations the violations
     */
    public Simulation {
        log = List.copyOf(log);
        violations = List.copyOf(violations);
    }

    /**
     * {@return the run of a seed, which this thread executes}
     *
     * @param seed any number
     * @throws IllegalStateException if the simulation threw an exception; the message has the seed and the log until
     *     then
     */
    public static Simulation run(long seed) {
        return run(seed, UnaryOperator.identity(), UnaryOperator.identity());
    }

    /** Runs with a planted bug in the stored state of a server or in the reports to the tracker. */
    static Simulation run(long seed, UnaryOperator<MemoryStore> disk, UnaryOperator<LeadershipSink> adapter) {
        var chance = new SplittableRandom(seed);
        var time = new ManualTime();
        var log = new ArrayList<String>();
        try (var tracker = Tracker.builder("simulation")
                .timer(time)
                .clock(time)
                .executor(Runnable::run)
                .historySize(HISTORY)
                .build()) {
            var unused = tracker.subscribe(event -> log.add(event.toString()));
            var cluster = new SimulatedCluster(
                    servers(chance.nextBoolean() ? 3 : 5),
                    chance.nextLong(),
                    time,
                    server -> adapter.apply(tracker.track(server)),
                    disk);
            live(time, new FaultSchedule(cluster, chance, fault -> log.add(at(tracker.elapsed()) + fault)));
            var untilAgreed = awaitAgreement(cluster, tracker, time);
            return new Simulation(seed, log, tracker.history(), untilAgreed, violations(cluster, tracker));
        } catch (RuntimeException e) {
            throw new IllegalStateException("seed " + seed + ": " + e + "\n" + String.join("\n", log), e);
        }
    }

    private static List<ServerId> servers(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(number -> ServerId.of("s" + number))
                .toList();
    }

    private static String at(Duration elapsed) {
        return String.format(Locale.ROOT, "%d.%03ds -- ", elapsed.toSeconds(), elapsed.toMillisPart());
    }

    private static void live(ManualTime time, FaultSchedule schedule) {
        schedule.begin();
        for (int disturbance = 0; disturbance < DISTURBANCES; disturbance++) {
            time.advance(schedule.pause());
            schedule.disturb();
        }
        schedule.quiesce();
    }

    private static Duration awaitAgreement(SimulatedCluster cluster, Tracker tracker, ManualTime time) {
        var waited = Duration.ZERO;
        while (!isAgreed(cluster, tracker) && waited.compareTo(QUIET) < 0) {
            time.advance(LOOK);
            waited = waited.plus(LOOK);
        }
        return waited;
    }

    private static boolean isAgreed(SimulatedCluster cluster, Tracker tracker) {
        return cluster.agreed()
                .filter(leader -> toldToLead(tracker).equals(List.of(leader.server())))
                .isPresent();
    }

    private static List<ServerId> toldToLead(Tracker tracker) {
        return tracker.standings().stream()
                .filter(standing -> standing.role() == Role.LEADING)
                .map(Standing::server)
                .toList();
    }

    private static List<String> violations(SimulatedCluster cluster, Tracker tracker) {
        var violations = new ArrayList<String>();
        var safety = tracker.history().safety();
        if (!safety.isSafe() || safety.unchecked() > 0) {
            violations.add("election safety " + safety);
        }
        tracker.anomalies().stream().map(Anomaly::toString).forEach(violations::add);
        if (!isAgreed(cluster, tracker)) {
            violations.add("no agreement after " + QUIET + " of quiet: servers say " + cluster.claims()
                    + ", the tracker was told " + toldToLead(tracker));
        }
        return violations;
    }

    /** {@return the seed, the violations, and the log} */
    @Override
    public String toString() {
        return "seed " + seed + ": " + (violations.isEmpty() ? "nothing wrong" : String.join("\n", violations)) + "\n"
                + String.join("\n", log);
    }
}
