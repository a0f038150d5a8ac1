package io.raftelection.watch.hashicorp;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.ServerId;
import io.raftelection.watch.Endpoint;
import io.raftelection.watch.faults.Hosts;
import io.raftelection.watch.faults.Processes;
import io.raftelection.watch.faults.Required;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Three real processes of the program in {@code src/test/go/hashicorp-raft}.
 *
 * @param processes the processes, which are not started
 * @param folder the folder with their recordings
 */
record HashicorpCluster(Processes processes, Path folder) {
    private static final Path SOURCE = Path.of("src/test/go/hashicorp-raft");
    private static final Path LIBRARIES = Path.of("/usr/share/gocode");
    private static final String TIMEOUT_MILLIS = "1500";
    private static final int RAFT = 0;
    private static final int WEB = 1;
    private static final int PORTS = 2;

    /** {@return servers on loopback, which are not started} */
    static HashicorpCluster onLoopback(Path folder) throws IOException, InterruptedException {
        var program = build(folder);
        return on(Hosts.onLoopback(3, PORTS), folder, program);
    }

    /** {@return servers on hosts whose links can be cut, which are not started} */
    static HashicorpCluster onHosts(Path folder) throws IOException, InterruptedException {
        var program = build(folder);
        return on(Hosts.withLinks(3, PORTS), folder, program);
    }

    private static HashicorpCluster on(Hosts hosts, Path folder, Path program) {
        var servers = new ArrayList<Processes.Server>();
        for (int i = 1; i <= hosts.all().size(); i++) {
            var host = hosts.all().get(i - 1);
            var command = new ArrayList<>(List.of(
                    program.toString(),
                    "s" + i,
                    recording(folder, ServerId.of("s" + i)).toString(),
                    host.client(WEB),
                    TIMEOUT_MILLIS));
            for (int peer = 1; peer <= hosts.all().size(); peer++) {
                command.add("s" + peer + "=" + hosts.all().get(peer - 1).peer(RAFT));
            }
            command.add(i == 1 ? "bootstrap" : "join");
            servers.add(new Processes.Server(ServerId.of("s" + i), "http://" + host.client(WEB) + "/stats", command));
        }
        return new HashicorpCluster(hosts.processes(folder, servers), folder);
    }

    /** Builds the program, which takes some seconds. Without Go and the library, the test is skipped. */
    private static Path build(Path folder) throws IOException, InterruptedException {
        var go = Required.program("go", "golang-go");
        if (!Files.isDirectory(LIBRARIES.resolve("src/github.com/hashicorp/raft"))) {
            return Required.missing(
                    "HashiCorp raft: not in " + LIBRARIES + ", install golang-github-hashicorp-raft-dev");
        }
        var program = folder.resolve("server");
        var log = folder.resolve("build.log");
        var builder = new ProcessBuilder(go.toString(), "build", "-o", program.toString(), ".")
                .directory(SOURCE.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("GO111MODULE", "off");
        builder.environment().put("GOPATH", folder.resolve("go") + ":" + LIBRARIES);
        var build = builder.start();
        assertThat(build.waitFor(300, TimeUnit.SECONDS)).as("the build ends").isTrue();
        assertThat(build.exitValue()).as(Files.readString(log)).isZero();
        return program;
    }

    private static Path recording(Path folder, ServerId server) {
        return folder.resolve(server + ".jsonl");
    }

    /** {@return what the servers record of themselves} */
    List<Path> recordings() {
        return processes.servers().stream()
                .map(server -> recording(folder, server))
                .toList();
    }

    /** {@return the URLs of the statistics} */
    List<Endpoint> endpoints() {
        return processes.servers().stream()
                .map(server -> new Endpoint(server.value(), processes.address(server)))
                .toList();
    }
}
