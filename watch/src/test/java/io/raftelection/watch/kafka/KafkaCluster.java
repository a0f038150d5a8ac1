package io.raftelection.watch.kafka;

import io.raftelection.ServerId;
import io.raftelection.watch.faults.FreePorts;
import io.raftelection.watch.faults.LoggedLeader;
import io.raftelection.watch.faults.Processes;
import io.raftelection.watch.jmx.JavaProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** Real Kafka processes, each of them a controller and a broker. */
final class KafkaCluster {
    private static final Pattern LEADER =
            Pattern.compile("^(\\d+) .*Completed transition to Leader\\(localVoterNode=.*? epoch=(\\d+),");
    private static final String CLUSTER = id("a-cluster-of-ours");

    private KafkaCluster() {}

    /** {@return nodes on loopback, which are not started} */
    static Processes onLoopback(Path folder, int nodes) throws IOException {
        var ports = FreePorts.find(3 * nodes);
        var voters = new ArrayList<String>();
        for (int i = 0; i < nodes; i++) {
            voters.add((i + 1) + "@127.0.0.1:" + ports.get(i));
        }
        var logging = Files.writeString(folder.resolve("log4j2.properties"), """
                rootLogger.level = info
                rootLogger.appenderRef.console.ref = console
                appender.console.type = Console
                appender.console.name = console
                appender.console.layout.type = PatternLayout
                appender.console.layout.pattern = %d{UNIX_MILLIS} %m%n
                """);
        var servers = new ArrayList<Processes.Server>();
        for (int i = 0; i < nodes; i++) {
            int jmx = ports.get(2 * nodes + i);
            var options = new ArrayList<>(JavaProcess.openAgent(jmx));
            options.add("-Dlog4j2.configurationFile=" + logging);
            var properties = properties(folder, i + 1, voters, ports.get(nodes + i));
            servers.add(new Processes.Server(
                    ServerId.of("" + (i + 1)),
                    "127.0.0.1:" + jmx,
                    JavaProcess.command(options, "kafka.Kafka", properties.toString())));
        }
        return Processes.of(folder, servers, KafkaCluster::leader);
    }

    private static Path properties(Path folder, int node, List<String> voters, int port) throws IOException {
        var data = Files.createDirectories(folder.resolve("node-" + node));
        // What the format command writes, which takes a JVM of its own for seconds.
        Files.writeString(data.resolve("meta.properties"), """
                version=1
                cluster.id=%s
                node.id=%d
                directory.id=%s
                """.formatted(CLUSTER, node, id("directory-no-" + node)));
        return Files.writeString(folder.resolve("node-" + node + ".properties"), """
                process.roles=broker,controller
                node.id=%d
                controller.quorum.voters=%s
                listeners=PLAINTEXT://127.0.0.1:%d,CONTROLLER://%s
                advertised.listeners=PLAINTEXT://127.0.0.1:%d
                controller.listener.names=CONTROLLER
                listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT
                log.dirs=%s
                log.cleaner.dedupe.buffer.size=2097152
                offsets.topic.replication.factor=1
                transaction.state.log.replication.factor=1
                transaction.state.log.min.isr=1
                """.formatted(
                        node,
                        String.join(",", voters),
                        port,
                        voters.get(node - 1).substring(voters.get(node - 1).indexOf('@') + 1),
                        port,
                        data));
    }

    /** {@return an id of 16 bytes, as Kafka writes them} */
    private static String id(String text) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((text + "----------------")
                        .substring(0, 16)
                        .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    }

    private static Optional<LoggedLeader> leader(ServerId server, String line) {
        var found = LEADER.matcher(line);
        return found.find()
                ? Optional.of(new LoggedLeader(
                        Instant.ofEpochMilli(Long.parseLong(found.group(1))),
                        server,
                        OptionalLong.of(Long.parseLong(found.group(2)))))
                : Optional.empty();
    }
}
