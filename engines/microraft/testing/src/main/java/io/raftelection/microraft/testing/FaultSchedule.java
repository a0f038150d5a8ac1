package io.raftelection.microraft.testing;

import io.raftelection.ServerId;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** What is done to a simulated cluster, and when, drawn by chance; and the quiet after it. */
final class FaultSchedule {
    /** Pauses are as often about a millisecond as about a second: some bugs need haste, some patience. */
    private static final int LONGEST_PAUSE_BITS = 12;

    private static final int SLOWEST_MILLIS = 500;
    private static final int WORST_PERCENT = 30;

    private final SimulatedCluster cluster;
    private final RandomGenerator chance;
    private final Consumer<String> log;

    private enum Fault {
        ELECT,
        CUT,
        ISOLATE,
        HEAL,
        KILL,
        RESTART,
        REBOOT,
        CONDITIONS
    }

    /** Whatever is done is said to the log first. */
    FaultSchedule(SimulatedCluster cluster, RandomGenerator chance, Consumer<String> log) {
        this.cluster = cluster;
        this.chance = chance;
        this.log = log;
    }

    void begin() {
        log.accept("start " + cluster.servers());
        cluster.start();
    }

    Duration pause() {
        return Duration.ofMillis(chance.nextInt(1 << chance.nextInt(1, LONGEST_PAUSE_BITS + 1)));
    }

    void disturb() {
        var faults = Fault.values();
        switch (faults[chance.nextInt(faults.length)]) {
            case ELECT -> elect();
            case CUT -> cut();
            case ISOLATE -> isolate();
            case HEAL -> heal();
            case KILL -> kill();
            case RESTART -> restart();
            case REBOOT -> reboot();
            case CONDITIONS -> conditions();
        }
    }

    private void elect() {
        if (!cluster.claims().isEmpty()) {
            var server = oneThatRuns();
            log.accept("transfer leadership to " + server);
            cluster.transfer(server);
        }
    }

    private void cut() {
        var from = oneOf(cluster.servers());
        var to = oneOf(cluster.servers());
        log.accept("cut " + from + " to " + to);
        cluster.cut(from, to);
    }

    private void isolate() {
        var server = oneOf(cluster.servers());
        log.accept("isolate " + server);
        cluster.isolate(server);
    }

    private void heal() {
        log.accept("heal");
        cluster.heal();
    }

    private void kill() {
        if (!cluster.running().isEmpty()) {
            var server = oneThatRuns();
            log.accept("kill " + server);
            cluster.kill(server);
        }
    }

    private void restart() {
        var server = oneOf(cluster.servers());
        if (!cluster.running().contains(server)) {
            log.accept("restart " + server);
            cluster.start(server);
        }
    }

    private void reboot() {
        if (!cluster.running().isEmpty()) {
            var server = oneThatRuns();
            log.accept("reboot " + server);
            cluster.kill(server);
            cluster.start(server);
        }
    }

    private void conditions() {
        var conditions = new NetworkConditions(
                Duration.ofMillis(chance.nextInt(1, SLOWEST_MILLIS + 1)),
                chance.nextInt(WORST_PERCENT + 1),
                chance.nextInt(WORST_PERCENT + 1));
        log.accept("conditions " + conditions);
        cluster.conditions(conditions);
    }

    /** Heals everything, and starts who does not run. */
    void quiesce() {
        log.accept("quiet");
        cluster.heal();
        cluster.conditions(NetworkConditions.FAIR);
        cluster.start();
    }

    /** Drawn from the list: a set has no order to rely on. */
    private ServerId oneThatRuns() {
        return oneOf(
                cluster.servers().stream().filter(cluster.running()::contains).toList());
    }

    private ServerId oneOf(List<ServerId> servers) {
        return servers.get(chance.nextInt(servers.size()));
    }
}
