package io.raftelection.microraft.testing;

import io.raftelection.ServerId;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** Draws random faults of a simulated cluster and their times, and ends them. */
final class FaultSchedule {
    /**
     * Pauses of about a millisecond are as frequent as pauses of about a second, because some bugs need short ones and
     * some need long ones.
     */
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

    /** Creates a schedule. It logs each fault before it happens. */
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

    /** Restores all links and the network, and starts all servers that do not run. */
    void quiesce() {
        log.accept("quiet");
        cluster.heal();
        cluster.conditions(NetworkConditions.FAIR);
        cluster.start();
    }

    /** Draws from the list, because the order of a set is not defined. */
    private ServerId oneThatRuns() {
        return oneOf(
                cluster.servers().stream().filter(cluster.running()::contains).toList());
    }

    private ServerId oneOf(List<ServerId> servers) {
        return servers.get(chance.nextInt(servers.size()));
    }
}
