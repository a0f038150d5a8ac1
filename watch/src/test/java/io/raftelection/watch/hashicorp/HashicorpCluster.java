package io.raftelection.watch.hashicorp;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.ServerId;
import io.raftelection.watch.Endpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;

/** Three real processes of the program in {@code src/test/go/hashicorp-raft}, on free ports of the loopback. */
final class HashicorpCluster implements AutoCloseable {
    private static final Path SOURCE = Path.of("src/test/go/hashicorp-raft");
    private static final Path LIBRARIES = Path.of("/usr/share/gocode");
    private static final String TIMEOUT_MILLIS = "1500";
    private static final Pattern CANDIDATE = Pattern.compile("entering candidate state:.* term=(\\d+)");

    private final Path folder;
    private final Path program;
    private final Map<ServerId, String> raft = new LinkedHashMap<>();
    private final Map<ServerId, String> web = new LinkedHashMap<>();
    private final Map<ServerId, Process> running = new LinkedHashMap<>();

    HashicorpCluster(Path folder) throws IOException, InterruptedException {
        this.folder = folder;
        this.program = build(folder);
        var sockets = new ArrayList<ServerSocket>();
        for (int i = 1; i <= 3; i++) {
            raft.put(ServerId.of("s" + i), address(sockets));
            web.put(ServerId.of("s" + i), address(sockets));
        }
        for (var socket : sockets) {
            socket.close();
        }
        for (var server : servers()) {
            start(server, server.value().equals("s1") ? "bootstrap" : "join");
        }
    }

    /** Builds the program, which takes some seconds. Without Go and the library, the test is skipped. */
    private static Path build(Path folder) throws IOException, InterruptedException {
        boolean hasGo = Files.isDirectory(LIBRARIES.resolve("src/github.com/hashicorp/raft"))
                && Files.isExecutable(Path.of("/usr/bin/go"));
        if (!Boolean.getBoolean("watch.required")) {
            Assumptions.assumeTrue(
                    hasGo, "golang-go and golang-github-hashicorp-raft-dev are not installed (Debian packages)");
        }
        assertThat(hasGo).as("golang-go and golang-github-hashicorp-raft-dev").isTrue();
        var program = folder.resolve("server");
        var log = folder.resolve("build.log");
        var builder = new ProcessBuilder("/usr/bin/go", "build", "-o", program.toString(), ".")
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

    private static String address(List<ServerSocket> sockets) throws IOException {
        var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        sockets.add(socket);
        return "127.0.0.1:" + socket.getLocalPort();
    }

    List<ServerId> servers() {
        return List.copyOf(raft.keySet());
    }

    private void start(ServerId server, String how) throws IOException {
        var command = new ArrayList<>(List.of(
                program.toString(),
                server.value(),
                recording(server).toString(),
                String.valueOf(web.get(server)),
                TIMEOUT_MILLIS));
        raft.forEach((id, address) -> command.add(id + "=" + address));
        command.add(how);
        running.put(
                server,
                new ProcessBuilder(command)
                        .redirectError(
                                ProcessBuilder.Redirect.appendTo(log(server).toFile()))
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start());
    }

    /** Starts a process that was killed. It has lost its memory, and learns the configuration from the leader. */
    void restart(ServerId server) throws IOException {
        start(server, "join");
    }

    void kill(ServerId server) throws InterruptedException {
        var process = process(server);
        process.destroyForcibly();
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }

    /** Sends a signal, for example STOP. */
    void signal(ServerId server, String signal) throws IOException, InterruptedException {
        var kill = new ProcessBuilder(
                        "kill", "-" + signal, String.valueOf(process(server).pid()))
                .start();
        assertThat(kill.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(kill.exitValue()).isZero();
    }

    private Process process(ServerId server) {
        var process = running.get(server);
        assertThat(process).isNotNull();
        return process;
    }

    Path recording(ServerId server) {
        return folder.resolve(server + ".jsonl");
    }

    private Path log(ServerId server) {
        return folder.resolve(server + ".log");
    }

    /** {@return the URLs of the statistics} */
    List<Endpoint> endpoints() {
        return web.entrySet().stream()
                .map(entry -> new Endpoint(entry.getKey().value(), "http://" + entry.getValue() + "/stats"))
                .toList();
    }

    /** {@return what a server's own log says, for example {@code acquired 2, lost 2}} */
    List<String> logged(ServerId server) throws IOException {
        var story = new ArrayList<String>();
        long term = 0;
        long leads = 0;
        for (var line : Files.readAllLines(log(server))) {
            var candidate = CANDIDATE.matcher(line);
            if (candidate.find()) {
                term = Long.parseLong(candidate.group(1));
            } else if (line.contains("entering leader state")) {
                leads = term;
                story.add("acquired " + leads);
            } else if (leads > 0 && (line.contains("entering follower state") || line.contains("initial config"))) {
                story.add("lost " + leads);
                leads = 0;
            }
        }
        return story;
    }

    @Override
    public void close() {
        running.values().forEach(Process::destroyForcibly);
    }
}
