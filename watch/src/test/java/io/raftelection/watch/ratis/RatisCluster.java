package io.raftelection.watch.ratis;

import io.raftelection.ServerId;
import io.raftelection.watch.faults.FaultRounds;
import io.raftelection.watch.faults.Hosts;
import io.raftelection.watch.faults.Processes;
import io.raftelection.watch.jmx.JavaProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Real Ratis processes.
 *
 * @param processes the processes
 * @param apis the address of each server's API
 * @param folder the folder with their logs
 */
record RatisCluster(Processes processes, List<String> apis, Path folder) {
    private static final int RPC = 0;
    private static final int JMX = 1;
    private static final int PORTS = 2;
    private static final Pattern ENTRY = Pattern.compile("set configuration conf: \\{index: \\d");

    /** {@return servers on loopback, which are not started} */
    static RatisCluster onLoopback(Path folder, int count) throws IOException {
        return on(Hosts.onLoopback(count, PORTS), folder);
    }

    /** {@return servers on hosts whose links can be cut, which are not started} */
    static RatisCluster onHosts(Path folder, int count) throws IOException, InterruptedException {
        return on(Hosts.withLinks(count, PORTS), folder);
    }

    private static RatisCluster on(Hosts hosts, Path folder) throws IOException {
        var addresses = hosts.all().stream()
                .flatMap(host -> Stream.of(host.peer(RPC), host.client(RPC)))
                .toList();
        var servers = new ArrayList<Processes.Server>();
        for (int i = 1; i <= hosts.all().size(); i++) {
            var host = hosts.all().get(i - 1);
            var options = JavaProcess.server(folder, host.client(), host.ports().get(JMX));
            var arguments =
                    new ArrayList<>(List.of("" + i, folder.resolve("s" + i).toString()));
            arguments.addAll(addresses);
            servers.add(new Processes.Server(
                    ServerId.of("s" + i),
                    host.client(JMX),
                    JavaProcess.command(options, RatisProcess.class.getName(), arguments.toArray(String[]::new))));
        }
        var apis = hosts.all().stream().map(host -> "grpc:" + host.client(RPC)).toList();
        return new RatisCluster(hosts.processes(folder, servers), apis, folder);
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
}
