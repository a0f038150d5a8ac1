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
 * The life of a {@link SimulatedCluster} of three or five servers that follows from a seed: who is handed leadership,
 * cut off, healed, killed and restarted, and when; which messages are late, lost, duplicated or overtaken. It ends in
 * peace: all is healed and runs. The same seed gives the same life, to the byte.
 *
 * <p>What is checked: no term had two leaders (Raft paper, 5.2); in quiet all servers agree on a leader within
 * {@link #QUIET}; the tracker was told nothing odd, and in the end names that leader and nobody else.
 *
 * @param seed the seed
 * @param log what was done to the cluster and what was heard of it, a line each, in order
 * @param history what the tracker heard
 * @param untilAgreed how long the quiet lasted until all agreed, or {@link #QUIET} if they did not
 * @param violations what was wrong, empty if nothing was
 */
public record Simulation(long seed, List<String> log, History history, Duration untilAgreed, List<String> violations) {

    /** How long it may take, in virtual time, until all agree on a leader after the last disturbance. */
    public static final Duration QUIET = Duration.ofSeconds(20);

    private static final Duration LOOK = Duration.ofMillis(100);
    private static final int DISTURBANCES = 60;
    private static final int HISTORY = 1 << 16;

    /**
     * Copies the lists.
     *
     * @param seed the seed
     * @param log what was done to the cluster and what was heard of it
     * @param history what the tracker heard
     * @param untilAgreed how long the quiet lasted until all agreed
     * @param violations what was wrong
     */
    public Simulation {
        log = List.copyOf(log);
        violations = List.copyOf(violations);
    }

    /**
     * {@return the life that follows from a seed, lived on this thread}
     *
     * @param seed any
     * @throws IllegalStateException if something threw; it says the seed and the log until then
     */
    public static Simulation run(long seed) {
        return run(seed, UnaryOperator.identity(), UnaryOperator.identity());
    }

    /** With a bug: in what a server finds when it starts, or in what the tracker is told. */
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

    /** {@return the seed, what was wrong, and the log} */
    @Override
    public String toString() {
        return "seed " + seed + ": " + (violations.isEmpty() ? "nothing wrong" : String.join("\n", violations)) + "\n"
                + String.join("\n", log);
    }
}
