package io.raftelection.watch.zookeeper;

import io.raftelection.ServerId;
import io.raftelection.watch.faults.FreePorts;
import io.raftelection.watch.faults.NetworkNamespaces;
import io.raftelection.watch.faults.Processes;
import io.raftelection.watch.faults.Required;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** Real ZooKeeper servers, of the jars in {@code target/zookeeper}. Their names are their numbers. */
final class Ensemble {
    private static final Path JARS = Path.of("target", "zookeeper").toAbsolutePath();

    private Ensemble() {}

    /** The host for clients, the host for the other servers, and the ports of a server. */
    private record Place(String client, String peer, List<Integer> ports) {}

    /** Skips the test if ZooKeeper is not there, before it makes anything that it would have to remove. */
    private static void requireJars() {
        if (!Files.isDirectory(JARS)) {
            Required.missing("ZooKeeper: not in " + JARS + ", where the phase process-test-resources copies it");
        }
    }

    /** {@return servers on loopback, which are not started} */
    static Processes onLoopback(Path folder, int servers) throws IOException {
        requireJars();
        var ports = FreePorts.find(4 * servers);
        var places = new ArrayList<Place>();
        for (int i = 0; i < servers; i++) {
            places.add(new Place("127.0.0.1", "127.0.0.1", ports.subList(4 * i, 4 * i + 4)));
        }
        return Processes.of(folder, servers(folder, places));
    }

    /** {@return servers on hosts whose links can be cut, which are not started} */
    static Processes onHosts(Path folder, int servers) throws IOException, InterruptedException {
        requireJars();
        var network = NetworkNamespaces.create(servers);
        var places = new ArrayList<Place>();
        for (int i = 1; i <= servers; i++) {
            places.add(new Place(network.clientAddress(i), network.peerAddress(i), List.of(2181, 8080, 2888, 3888)));
        }
        return Processes.on(network, folder, servers(folder, places));
    }

    private static List<Processes.Server> servers(Path folder, List<Place> places) throws IOException {
        var logging = Files.writeString(folder.resolve("logback.xml"), """
                <configuration>
                  <appender name="OUT" class="ch.qos.logback.core.ConsoleAppender">
                    <encoder><pattern>%d{ISO8601} [myid:%X{myid}] - %-5p [%t:%C{1}@%L] - %m%n</pattern></encoder>
                  </appender>
                  <root level="INFO"><appender-ref ref="OUT"/></root>
                </configuration>
                """);
        var servers = new ArrayList<Processes.Server>();
        for (int i = 0; i < places.size(); i++) {
            var number = Integer.toString(i + 1);
            var place = places.get(i);
            var command = List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx96m",
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC",
                    "-Dlogback.configurationFile=" + logging,
                    "-cp",
                    JARS + "/*",
                    "org.apache.zookeeper.server.quorum.QuorumPeerMain",
                    configuration(folder, number, places).toString());
            var address = "http://" + place.client() + ":" + place.ports().get(1);
            servers.add(new Processes.Server(ServerId.of(number), address, command));
        }
        return servers;
    }

    private static Path configuration(Path folder, String number, List<Place> places) throws IOException {
        var data = Files.createDirectories(folder.resolve("data" + number));
        Files.writeString(data.resolve("myid"), number);
        var own = places.get(Integer.parseInt(number) - 1);
        var text = new StringBuilder("""
                tickTime=500
                initLimit=10
                syncLimit=4
                dataDir=%s
                clientPort=%d
                clientPortAddress=%s
                admin.serverPort=%d
                admin.serverAddress=%s
                """.formatted(
                        data, own.ports().get(0), own.client(), own.ports().get(1), own.client()));
        for (int i = 0; i < places.size(); i++) {
            var place = places.get(i);
            text.append("server.%d=%s:%d:%d%n"
                    .formatted(
                            i + 1,
                            place.peer(),
                            place.ports().get(2),
                            place.ports().get(3)));
        }
        return Files.writeString(folder.resolve(number + ".cfg"), text);
    }

    /** {@return where clients connect to a server, for example {@code 127.0.0.1:2181}} */
    static String client(Path folder, ServerId server) {
        var settings = new Properties();
        try (var in = Files.newInputStream(folder.resolve(server + ".cfg"))) {
            settings.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return settings.getProperty("clientPortAddress") + ":" + settings.getProperty("clientPort");
    }
}
