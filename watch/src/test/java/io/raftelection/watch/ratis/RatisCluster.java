package io.raftelection.watch.ratis;

import io.raftelection.ServerId;
import io.raftelection.watch.faults.FaultRounds;
import io.raftelection.watch.faults.FreePorts;
import io.raftelection.watch.faults.LoggedLeader;
import io.raftelection.watch.faults.Processes;
import io.raftelection.watch.jmx.JavaProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Real Ratis processes.
 *
 * @param processes the processes
 * @param apis the address of each server's API
 * @param folder the folder with their logs
 */
record RatisCluster(Processes processes, List<String> apis, Path folder) {
    /** The only group. */
    static final String GROUP = "group-000000000001";

    private static final Pattern LEADER =
            Pattern.compile("^(\\d+) (\\w+)@" + GROUP + ": changes role from CANDIDATE to LEADER at term (\\d+) ");

    private static final Pattern ENTRY = Pattern.compile("set configuration conf: \\{index: \\d");

    /** {@return servers on loopback, which are not started} */
    static RatisCluster onLoopback(Path folder, int count) throws IOException {
        var ports = FreePorts.find(2 * count);
        var logging = Files.writeString(folder.resolve("log4j2.properties"), """
                rootLogger.level = info
                rootLogger.appenderRef.console.ref = console
                appender.console.type = Console
                appender.console.name = console
                appender.console.layout.type = PatternLayout
                appender.console.layout.pattern = %d{UNIX_MILLIS} %m%n
                """);
        var servers = new ArrayList<Processes.Server>();
        var apis = new ArrayList<String>();
        for (int i = 1; i <= count; i++) {
            int jmx = ports.get(count + i - 1);
            var options = new ArrayList<>(JavaProcess.openAgent(jmx));
            options.add("-Dlog4j2.configurationFile=" + logging);
            var arguments =
                    new ArrayList<>(List.of("" + i, folder.resolve("s" + i).toString()));
            ports.subList(0, count).forEach(port -> arguments.add("" + port));
            servers.add(new Processes.Server(
                    ServerId.of("s" + i),
                    "127.0.0.1:" + jmx,
                    JavaProcess.command(options, RatisProcess.class.getName(), arguments.toArray(String[]::new))));
            apis.add("grpc:127.0.0.1:" + ports.get(i - 1));
        }
        return new RatisCluster(Processes.of(folder, servers, RatisCluster::leader), apis, folder);
    }

    /** Waits until a server has an entry. Before, it votes for nobody who has some, so the others need each other. */
    void awaitEntry(ServerId server) throws IOException, InterruptedException {
        long end = System.nanoTime() + FaultRounds.PATIENCE.toNanos();
        var log = folder.resolve(server + ".log");
        while (!Files.exists(log) || !ENTRY.matcher(Files.readString(log)).find()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException(server + ": has no entry");
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private static Optional<LoggedLeader> leader(ServerId server, String line) {
        var found = LEADER.matcher(line);
        return found.find() && found.group(2).equals(server.value())
                ? Optional.of(new LoggedLeader(
                        Instant.ofEpochMilli(Long.parseLong(found.group(1))),
                        server,
                        OptionalLong.of(Long.parseLong(found.group(3)))))
                : Optional.empty();
    }
}
