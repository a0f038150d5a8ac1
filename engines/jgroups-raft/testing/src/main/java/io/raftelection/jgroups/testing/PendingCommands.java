package io.raftelection.jgroups.testing;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jgroups.protocols.raft.InternalCommand;
import org.jgroups.protocols.raft.RAFT;
import org.jgroups.protocols.raft.Role;
import org.jgroups.raft.Options;
import org.jgroups.util.Util;

/** The commands that one server has not answered yet. They fail when it no longer leads; the engine forgets some. */
final class PendingCommands implements RAFT.RoleChange {
    private static final Options NO_RESPONSE = Options.create(true);

    /** The engine's own command that does nothing, in the engine's encoding. */
    private static final byte[] NOTHING = nothing();

    private final RAFT raft;
    private final Set<Consumer<Throwable>> open = ConcurrentHashMap.newKeySet();

    PendingCommands(RAFT raft) {
        this.raft = raft;
    }

    private static byte[] nothing() {
        try {
            return Util.streamableToByteBuffer(new InternalCommand(InternalCommand.Type.noop, ""));
        } catch (Exception e) {
            throw new IllegalStateException("command: not written", e);
        }
    }

    CompletionStage<Void> submit(byte[] command) {
        var answer = new CompletableFuture<Void>();
        Consumer<Throwable> refuse = answer::completeExceptionally;
        open.add(refuse);
        CompletionStage<Void> result = answer.whenComplete((none, failure) -> open.remove(refuse));
        try {
            CompletionStage<byte[]> response = raft.setAsync(command, 0, command.length, NO_RESPONSE);
            response.thenAccept(none -> answer.complete(null)).exceptionally(failure -> {
                refuse.accept(failure);
                return null;
            });
            if (!raft.isLeader()) {
                fail(); // leadership was lost before this command was noted
            }
        } catch (IllegalStateException e) {
            refuse.accept(e);
        }
        return result;
    }

    /**
     * A leader with entries of earlier terms that are not committed begins with the engine's own command that does
     * nothing (Raft paper, 8). The engine leaves it out, and may then not commit them before the next command: it
     * miscounts when a follower has more in its log.
     */
    @Override
    public void roleChanged(Role role) {
        if (role != Role.Leader) {
            fail();
        } else if (raft.lastAppended() > raft.commitIndex()) {
            var unused = raft.setAsync(NOTHING, 0, NOTHING.length, true, NO_RESPONSE);
        }
    }

    /** Fails all commands that were not answered. */
    void fail() {
        var failure = new IllegalStateException("server " + raft.raftId() + ": does not lead any longer");
        open.forEach(refuse -> refuse.accept(failure));
    }
}
