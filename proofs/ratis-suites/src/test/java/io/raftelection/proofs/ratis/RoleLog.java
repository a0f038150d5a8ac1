package io.raftelection.proofs.ratis;

import io.raftelection.proofs.ratis.Fact.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.ratis.server.RaftServer;

/**
 * The changes of roles and leaders that Ratis logs. The engine's threads only add a line, and {@link #facts} reads
 * them. All other messages of Ratis are discarded.
 */
final class RoleLog extends Handler {
    static final RoleLog INSTANCE = new RoleLog();

    /** The loggers are strongly held, because java.util.logging forgets the level of others. */
    private static final Logger DIVISION = Logger.getLogger(RaftServer.Division.class.getName());

    private static final Logger ROOT = Logger.getLogger("");

    private static final Pattern ROLE =
            Pattern.compile("(\\S+@\\S+): changes role from +(\\S+) to (\\S+) at term (\\d+) for .*");
    private static final Pattern LEADER =
            Pattern.compile("(\\S+)(@\\S+): change Leader from (\\S+) to (\\S+) at term (\\d+) for .*");
    private static final Pattern SHUTDOWN = Pattern.compile("(\\S+@\\S+): shutdown");

    private final Queue<String> lines = new ConcurrentLinkedQueue<>();

    private record Of(String member, Fact fact) {}

    private RoleLog() {}

    void install() {
        DIVISION.removeHandler(this);
        ROOT.setLevel(Level.OFF);
        DIVISION.setLevel(Level.INFO);
        DIVISION.setUseParentHandlers(false);
        DIVISION.addHandler(this);
    }

    @Override
    public void publish(LogRecord record) {
        var message = record.getMessage();
        if (message.contains(": change") || message.endsWith(": shutdown")) {
            lines.add(message);
        }
    }

    /** {@return the changes of each member, which is named like {@code s1@group-0123456789AB}} */
    Map<String, List<Fact>> facts() {
        return facts(lines.stream());
    }

    /** {@return the changes of each member that these lines report} */
    static Map<String, List<Fact>> facts(Stream<String> lines) {
        return lines.flatMap(line -> fact(line).stream())
                .collect(Collectors.groupingBy(
                        Of::member,
                        Collectors.collectingAndThen(
                                Collectors.mapping(Of::fact, Collectors.toList()), RoleLog::withEnds)));
    }

    /** {@return the lines of a member, for a message} */
    List<String> lines(String member) {
        return lines.stream().filter(line -> line.startsWith(member + ":")).toList();
    }

    void forget(String group) {
        lines.removeIf(line -> line.contains("@" + group + ":"));
    }

    /** A server that closes has ended when it is started again, or when the log ends. */
    private static List<Fact> withEnds(List<Fact> facts) {
        var all = new ArrayList<Fact>();
        boolean closing = false;
        for (var fact : facts) {
            if (closing && fact.kind() == Kind.STARTED) {
                all.add(Fact.of(Kind.ENDED, -1));
                closing = false;
            }
            all.add(fact);
            closing |= fact.kind() == Kind.CLOSING;
        }
        if (closing) {
            all.add(Fact.of(Kind.ENDED, -1));
        }
        return all;
    }

    private static Optional<Of> fact(String line) {
        var role = ROLE.matcher(line);
        if (role.matches()) {
            return role(role.group(2), role.group(3), Long.parseLong(role.group(4)))
                    .map(fact -> new Of(role.group(1), fact));
        }
        var leader = LEADER.matcher(line);
        if (leader.matches()) {
            var server = leader.group(1);
            return leader(server, leader.group(4), Long.parseLong(leader.group(5)))
                    .map(fact -> new Of(server + leader.group(2), fact));
        }
        var shutdown = SHUTDOWN.matcher(line);
        if (shutdown.matches()) {
            return Optional.of(new Of(shutdown.group(1), Fact.of(Kind.CLOSING, -1)));
        }
        throw new IllegalStateException("line of Ratis's log: is not understood: " + line);
    }

    private static Optional<Fact> leader(String server, String leader, long term) {
        if (leader.equals("null")) {
            return Optional.empty();
        }
        return Optional.of(leader.equals(server) ? Fact.of(Kind.LEADS, term) : Fact.follows(leader, term));
    }

    private static Optional<Fact> role(String from, String to, long term) {
        if (from.equals("null")) {
            return Optional.of(Fact.of(Kind.STARTED, -1));
        }
        if (to.equals("LEADER")) {
            return Optional.of(Fact.of(Kind.ACQUIRED, term));
        }
        if (from.equals("LEADER")) {
            return Optional.of(Fact.of(Kind.LOST, term));
        }
        return to.equals("CANDIDATE") ? Optional.of(Fact.of(Kind.CANDIDATE, term)) : Optional.empty();
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
