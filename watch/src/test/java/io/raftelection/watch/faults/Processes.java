package io.raftelection.watch.faults;

import io.raftelection.ServerId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A cluster of one process per server. A system gives the commands. The logs are read as {@code raft-election logs}
 * reads them, unless the system says in which line a leader says that it leads.
 */
public final class Processes implements ClusterUnderTest {
    private final Map<ServerId, Server> servers = new LinkedHashMap<>();
    private final Map<ServerId, ServerProcess> running = new LinkedHashMap<>();
    private final Path folder;
    private final Optional<LoggedLeader.Line> line;
    private final Optional<NetworkNamespaces> network;

    /**
     * A server.
     *
     * @param id its name
     * @param address where a watcher asks it
     * @param command the command that starts it; each start appends to the same log
     */
    public record Server(ServerId id, String address, List<String> command) {}

    private Processes(
            Path folder, List<Server> servers, Optional<LoggedLeader.Line> line, Optional<NetworkNamespaces> network) {
        servers.forEach(server -> this.servers.put(server.id(), server));
        this.folder = folder;
        this.line = line;
        this.network = network;
    }

    /** {@return a cluster whose servers are not started} */
    public static Processes of(Path folder, List<Server> servers, LoggedLeader.Line line) {
        return new Processes(folder, servers, Optional.of(line), Optional.empty());
    }

    /** {@return a cluster whose servers are not started} */
    public static Processes of(Path folder, List<Server> servers) {
        return new Processes(folder, servers, Optional.empty(), Optional.empty());
    }

    /** {@return a cluster on hosts, server i on host i, whose servers are not started; it closes the hosts} */
    public static Processes on(NetworkNamespaces network, Path folder, List<Server> servers, LoggedLeader.Line line) {
        return new Processes(folder, servers, Optional.of(line), Optional.of(network));
    }

    /** {@return a cluster on hosts, server i on host i, whose servers are not started; it closes the hosts} */
    public static Processes on(NetworkNamespaces network, Path folder, List<Server> servers) {
        return new Processes(folder, servers, Optional.empty(), Optional.of(network));
    }

    @Override
    public List<ServerId> servers() {
        return List.copyOf(servers.keySet());
    }

    @Override
    public String address(ServerId server) {
        return Optional.ofNullable(servers.get(server)).orElseThrow().address();
    }

    /** Starts all servers. {@return this} */
    public Processes startAll() throws IOException {
        for (var server : servers.keySet()) {
            start(server);
        }
        return this;
    }

    @Override
    public void start(ServerId server) throws IOException {
        var command = Optional.ofNullable(servers.get(server)).orElseThrow().command();
        running.put(
                server,
                ServerProcess.start(
                        log(server),
                        network.map(hosts -> hosts.on(number(server), command)).orElse(command)));
    }

    /** {@return the number of a server, from 1} */
    private int number(ServerId server) {
        return servers().indexOf(server) + 1;
    }

    private ServerProcess process(ServerId server) {
        return Optional.ofNullable(running.get(server)).orElseThrow();
    }

    @Override
    public void kill(ServerId server) throws InterruptedException {
        process(server).kill();
    }

    @Override
    public void freeze(ServerId server) throws IOException, InterruptedException {
        process(server).freeze();
    }

    @Override
    public void resume(ServerId server) throws IOException, InterruptedException {
        process(server).resume();
    }

    @Override
    public void cut(ServerId server) throws IOException, InterruptedException {
        network.orElseThrow().cut(number(server));
    }

    @Override
    public void heal(ServerId server) throws IOException, InterruptedException {
        network.orElseThrow().heal(number(server));
    }

    private Path log(ServerId server) {
        return folder.resolve(server + ".log");
    }

    /** {@return the logs of the servers that were started, as {@code raft-election logs} reads them} */
    LoggedHistory loggedHistory() throws IOException {
        var logs = new LinkedHashMap<ServerId, Path>();
        running.keySet().forEach(server -> logs.put(server, log(server)));
        return LoggedHistory.read(logs);
    }

    @Override
    public List<LoggedLeader> loggedLeaders() throws IOException {
        return line.isPresent() ? loggedLeaders(line.get()) : loggedHistory().leaders();
    }

    private List<LoggedLeader> loggedLeaders(LoggedLeader.Line line) throws IOException {
        var leaders = new ArrayList<LoggedLeader>();
        for (var server : servers.keySet()) {
            if (Files.exists(log(server))) {
                for (var text : Files.readAllLines(log(server))) {
                    line.parse(server, text).ifPresent(leaders::add);
                }
            }
        }
        leaders.sort(Comparator.comparing(LoggedLeader::at));
        return leaders;
    }

    /** {@return the end of each server's log, for messages of failed tests} */
    public String logs() throws IOException {
        var text = new StringBuilder();
        for (var server : servers.keySet()) {
            var lines = Files.exists(log(server)) ? Files.readAllLines(log(server)) : List.<String>of();
            text.append(server).append('\n');
            lines.subList(Math.max(0, lines.size() - 30), lines.size())
                    .forEach(each -> text.append("  ").append(each).append('\n'));
        }
        return text.toString();
    }

    @Override
    public void close() {
        for (var process : running.values()) {
            try {
                process.kill();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        network.ifPresent(NetworkNamespaces::close);
    }
}
