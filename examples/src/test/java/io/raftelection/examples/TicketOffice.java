package io.raftelection.examples;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftGroupMemberId;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.statemachine.TransactionContext;
import org.apache.ratis.statemachine.impl.BaseStateMachine;

/**
 * An application on Ratis: a replicated counter whose leader sells the numbers. The log holds the numbers that were
 * sold. The leader keeps the next number in memory, from the moment at which it begins to serve.
 *
 * <p>Ratis notifies a new leader twice: when it is elected, and when it is ready. Between the two, the leader may not
 * have applied everything that earlier leaders committed. An office that begins to serve when it is elected can
 * therefore sell a number twice.
 */
public final class TicketOffice extends BaseStateMachine {
    private final boolean waitsUntilReady;
    private volatile long sold;
    private volatile long next;

    /**
     * Creates an office.
     *
     * @param waitsUntilReady true to begin to serve when the server is ready, false when it is elected
     */
    public TicketOffice(boolean waitsUntilReady) {
        this.waitsUntilReady = waitsUntilReady;
    }

    /** {@return the next number} The caller replicates the sale before it hands the number out. */
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

    /** Applies a command, which is a number that was sold. */
    @Override
    public CompletableFuture<Message> applyTransaction(TransactionContext transaction) {
        var entry = transaction.getLogEntry();
        var number = entry.getStateMachineLogEntry().getLogData().toString(StandardCharsets.UTF_8);
        sold = Math.max(sold, Long.parseLong(number));
        updateLastAppliedTermIndex(entry.getTerm(), entry.getIndex());
        return CompletableFuture.completedFuture(Message.EMPTY);
    }
}
