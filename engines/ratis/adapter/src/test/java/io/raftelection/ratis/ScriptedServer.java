package io.raftelection.ratis;

import java.lang.reflect.Proxy;
import org.apache.ratis.proto.RaftProtos.RaftPeerRole;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.DivisionInfo;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.raftlog.RaftLog;
import org.apache.ratis.server.storage.RaftStorageMetadata;
import org.apache.ratis.util.LifeCycle;
import org.jspecify.annotations.Nullable;

/** A server of Ratis whose one division is in the state that a test sets. It answers nothing else. */
final class ScriptedServer {
    volatile long term;
    volatile @Nullable RaftPeerId leader;
    volatile RaftPeerRole role = RaftPeerRole.FOLLOWER;
    volatile LifeCycle.State state = LifeCycle.State.RUNNING;
    volatile boolean ready;

    /** The vote that the server has stored. */
    volatile RaftStorageMetadata vote = RaftStorageMetadata.getDefault();

    volatile @Nullable TermIndex lastEntry;

    /** Runs between two reads of the division. */
    volatile Runnable betweenReads = () -> {};

    RaftServer server() {
        var info = on(DivisionInfo.class, method -> {
            Object answer = switch (method) {
                case "getCurrentTerm" -> term;
                case "getLeaderId" -> leader;
                case "getCurrentRole" -> role;
                case "isLeader" -> role == RaftPeerRole.LEADER;
                case "isLeaderReady" -> ready;
                case "getLifeCycleState" -> state;
                case "isAlive" -> !state.isClosingOrClosed();
                default -> throw new UnsupportedOperationException(method);
            };
            betweenReads.run();
            return answer;
        });
        var log = on(RaftLog.class, method -> switch (method) {
            case "loadMetadata" -> vote;
            case "getLastEntryTermIndex" -> lastEntry;
            default -> throw new UnsupportedOperationException(method);
        });
        var division = on(RaftServer.Division.class, method -> switch (method) {
            case "getInfo" -> info;
            case "getRaftLog" -> log;
            default -> throw new UnsupportedOperationException(method);
        });
        return on(RaftServer.class, method -> switch (method) {
            case "getDivision" -> division;
            case "getId" -> RaftPeerId.valueOf("s1");
            default -> throw new UnsupportedOperationException(method);
        });
    }

    private interface Answers {
        @Nullable
        Object to(String method);
    }

    private static <T> T on(Class<T> type, Answers answers) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> answers.to(method.getName())));
    }
}
