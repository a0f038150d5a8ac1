package io.raftelection.watch.kafka;

import io.raftelection.ServerId;
import io.raftelection.watch.faults.Hosts;
import io.raftelection.watch.faults.Processes;
import io.raftelection.watch.jmx.JavaProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;

/** Real Kafka processes, each of them a controller and a broker. */
final class KafkaCluster {
    private static final int CONTROLLER = 0;
    private static final int BROKER = 1;
    private static final int JMX = 2;
    private static final int PORTS = 3;
    private static final String CLUSTER = id("a-cluster-of-ours");

    private KafkaCluster() {}

    /** {@return nodes on loopback, which are not started} */
    static Processes onLoopback(Path folder, int nodes) throws IOException {
        return on(Hosts.onLoopback(nodes, PORTS), folder);
    }

    /** {@return nodes on hosts whose links can be cut, which are not started} */
    static Processes onHosts(Path folder, int nodes) throws IOException, InterruptedException {
        return on(Hosts.withLinks(nodes, PORTS), folder);
    }

    private static Processes on(Hosts hosts, Path folder) throws IOException {
        var servers = new ArrayList<Processes.Server>();
        for (int node = 1; node <= hosts.all().size(); node++) {
            var host = hosts.all().get(node - 1);
            var options = JavaProcess.server(folder, host.client(), host.ports().get(JMX));
            var properties = properties(folder, node, hosts);
            servers.add(new Processes.Server(
                    ServerId.of("" + node),
                    host.client(JMX),
                    JavaProcess.command(options, "kafka.Kafka", properties.toString())));
        }
        return hosts.processes(folder, servers);
    }

    private static Path properties(Path folder, int node, Hosts hosts) throws IOException {
        var data = Files.createDirectories(folder.resolve("node-" + node));
        // What the format command writes, which takes a JVM of its own for seconds.
        Files.writeString(data.resolve("meta.properties"), """
                version=1
                cluster.id=%s
                node.id=%d
                directory.id=%s
                """.formatted(CLUSTER, node, id("directory-no-" + node)));
        var own = hosts.all().get(node - 1);
        var voters = new ArrayList<String>();
        for (int i = 1; i <= hosts.all().size(); i++) {
            voters.add(i + "@" + hosts.all().get(i - 1).peer(CONTROLLER));
        }
        return Files.writeString(folder.resolve("node-" + node + ".properties"), """
                process.roles=broker,controller
                node.id=%d
                controller.quorum.voters=%s
                listeners=PLAINTEXT://%s,CONTROLLER://%s
                advertised.listeners=PLAINTEXT://%s
                controller.listener.names=CONTROLLER
                listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT
                log.dirs=%s
                log.cleaner.dedupe.buffer.size=2097152
                offsets.topic.replication.factor=1
                transaction.state.log.replication.factor=1
                transaction.state.log.min.isr=1
                """.formatted(
                node, String.join(",", voters), own.peer(BROKER), own.peer(CONTROLLER), own.peer(BROKER), data));
    }

    /** {@return an id of 16 bytes, as Kafka writes them} */
    private static String id(String text) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((text + "----------------")
                        .substring(0, 16)
                        .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    }
}
