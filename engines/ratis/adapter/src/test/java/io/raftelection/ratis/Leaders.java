package io.raftelection.ratis;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftGroupMemberId;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.statemachine.TransactionContext;
import org.apache.ratis.statemachine.impl.BaseStateMachine;

/** A state machine of several groups: waits until its server was elected in one of them, or gave leadership up. */
final class Leaders extends BaseStateMachine {
    private static final long PATIENCE_SECONDS = 30;

    private final Map<RaftGroupId, CountDownLatch> elected = new ConcurrentHashMap<>();
    private final CountDownLatch notLeader = new CountDownLatch(1);

    @Override
    public void notifyLeaderChanged(RaftGroupMemberId member, RaftPeerId leader) {
        if (member.getPeerId().equals(leader)) {
            elected(member.getGroupId()).countDown();
        }
    }

    @Override
    public void notifyNotLeader(Collection<TransactionContext> pending) {
        notLeader.countDown();
    }

    private CountDownLatch elected(RaftGroupId group) {
        return elected.computeIfAbsent(group, id -> new CountDownLatch(1));
    }

    boolean await(RaftGroupId group) throws InterruptedException {
        return elected(group).await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    boolean awaitNotLeader() throws InterruptedException {
        return notLeader.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
}
