package io.raftelection.microraft;

import io.microraft.RaftEndpoint;
import io.microraft.RaftNodeStatus;
import io.microraft.RaftRole;
import io.microraft.report.RaftGroupMembers;
import io.microraft.report.RaftLogStats;
import io.microraft.report.RaftNodeReport;
import io.microraft.report.RaftTerm;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reports of the server s1, as MicroRaft would make them. */
final class Reports {
    private static final RaftGroupMembers MEMBERS = members(List.of("s1", "s2", "s3"), List.of());

    private Reports() {}

    /** An endpoint with an id. */
    record Name(Object id) implements RaftEndpoint {
        @Override
        public Object getId() {
            return id;
        }
    }

    /** The last entry of the log, and the commit index. */
    record LogEnd(int term, long index, long committed) {}

    static RaftNodeReport report(RaftRole role, int term) {
        return report(role, term, RaftNodeStatus.ACTIVE, null, new LogEnd(0, 0, 0), MEMBERS);
    }

    static RaftNodeReport report(RaftRole role, int term, RaftNodeStatus status) {
        return report(role, term, status, null, new LogEnd(0, 0, 0), MEMBERS);
    }

    static RaftNodeReport follower(int term, @Nullable Object leader) {
        return report(RaftRole.FOLLOWER, term, RaftNodeStatus.ACTIVE, leader, new LogEnd(0, 0, 0), MEMBERS);
    }

    static RaftNodeReport leader(int term, LogEnd log) {
        return report(RaftRole.LEADER, term, RaftNodeStatus.ACTIVE, "s1", log, MEMBERS);
    }

    static RaftNodeReport withMembers(RaftGroupMembers members) {
        return report(RaftRole.FOLLOWER, 1, RaftNodeStatus.ACTIVE, null, new LogEnd(0, 0, 0), members);
    }

    private static RaftNodeReport report(
            RaftRole role,
            int term,
            RaftNodeStatus status,
            @Nullable Object leader,
            LogEnd log,
            RaftGroupMembers members) {
        var said = new HashMap<String, Object>(Map.of("getTerm", term));
        if (leader != null) {
            said.put("getLeaderEndpoint", new Name(leader));
        }
        var stats = Map.<String, Object>of(
                "getLastLogOrSnapshotTerm", log.term(),
                "getLastLogOrSnapshotIndex", log.index(),
                "getCommitIndex", log.committed());
        return answering(
                RaftNodeReport.class,
                Map.of(
                        "getRole",
                        role,
                        "getEndpoint",
                        new Name("s1"),
                        "getTerm",
                        answering(RaftTerm.class, said),
                        "getStatus",
                        status,
                        "getLog",
                        answering(RaftLogStats.class, stats),
                        "getCommittedMembers",
                        members));
    }

    static RaftGroupMembers members(List<?> voters, List<?> learners) {
        var all =
                Stream.concat(voters.stream(), learners.stream()).map(Name::new).toList();
        var voting = voters.stream().map(Name::new).toList();
        return answering(RaftGroupMembers.class, Map.of("getMembers", all, "getVotingMembers", voting));
    }

    private static <T> T answering(Class<T> api, Map<String, Object> answers) {
        return api.cast(Proxy.newProxyInstance(
                api.getClassLoader(), new Class<?>[] {api}, (proxy, method, args) -> switch (method.getName()) {
                    case "equals" -> proxy == args[0];
                    case "hashCode" -> System.identityHashCode(proxy);
                    case "toString" -> answers.toString();
                    default -> answers.get(method.getName());
                }));
    }
}
