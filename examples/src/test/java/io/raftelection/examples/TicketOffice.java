package io.raftelection.examples;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftGroupMemberId;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.statemachine.TransactionContext;
import org.apache.ratis.statemachine.impl.BaseStateMachine;

/**
 * A user's application on Ratis: a replicated counter, of which the leader sells the numbers. What was sold is in the
 * log; what comes next the leader keeps in its head, from the moment in which it begins to serve.
 *
 * <p>Which moment? Ratis tells a new leader twice: that it was elected, and that it is ready. Between the two it may
 * not have applied yet what earlier leaders committed. Whoever begins to serve then, sells a number twice: rarely, and
 * never when somebody looks.
 */
public final class TicketOffice extends BaseStateMachine {
    private final boolean waitsUntilReady;
    private volatile long sold;
    private volatile long next;

    /**
     * Creates an office.
     *
     * @param waitsUntilReady whether it begins to serve when it is ready, as it should; or when it is elected
     */
    public TicketOffice(boolean waitsUntilReady) {
        this.waitsUntilReady = waitsUntilReady;
    }

    /** {@return the next number} Its sale is to be replicated before it is handed out. */
    public synchronized long take() {
        return next++;
    }

    @Override
    public void notifyLeaderChanged(RaftGroupMemberId self, RaftPeerId leader) {
        if (!waitsUntilReady && self.getPeerId().equals(leader)) {
            beginToServe();
        }
    }

    @Override
    public void notifyLeaderReady() {
        if (waitsUntilReady) {
            beginToServe();
        }
    }

    private synchronized void beginToServe() {
        next = sold + 1;
    }

    /** A command is a number that is sold. */
    @Override
    public CompletableFuture<Message> applyTransaction(TransactionContext transaction) {
        var entry = transaction.getLogEntry();
        var number = entry.getStateMachineLogEntry().getLogData().toString(StandardCharsets.UTF_8);
        sold = Math.max(sold, Long.parseLong(number));
        updateLastAppliedTermIndex(entry.getTerm(), entry.getIndex());
        return CompletableFuture.completedFuture(Message.EMPTY);
    }
}
