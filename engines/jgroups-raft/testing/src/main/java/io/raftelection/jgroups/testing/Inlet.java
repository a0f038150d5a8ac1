package io.raftelection.jgroups.testing;

import io.raftelection.ServerId;
import io.raftelection.testing.spi.Instruments;
import java.util.stream.LongStream;
import org.jgroups.Address;
import org.jgroups.Message;
import org.jgroups.protocols.raft.AppendEntriesRequest;
import org.jgroups.protocols.raft.AppendEntriesResponse;
import org.jgroups.protocols.raft.InstallSnapshotRequest;
import org.jgroups.protocols.raft.LogEntries;
import org.jgroups.protocols.raft.LogEntry;
import org.jgroups.protocols.raft.RAFT;
import org.jgroups.protocols.raft.RaftHeader;
import org.jgroups.raft.util.Utils;
import org.jgroups.stack.Protocol;
import org.jgroups.util.MessageBatch;
import org.jspecify.annotations.Nullable;

/**
 * A protocol of one server's stack, through which messages come to its {@code RAFT}, or do not, as the instruments say:
 * a leader's entries and a follower's answers. A message that does not is lost for the engine, which sends it again.
 */
final class Inlet extends Protocol {
    private static final long[] NONE = {};

    private final ServerId server;
    private final RAFT raft;
    private final Instruments instruments;

    Inlet(ServerId server, RAFT raft, Instruments instruments) {
        this.server = server;
        this.raft = raft;
        this.instruments = instruments;
    }

    @Override
    public @Nullable Object up(Message message) {
        return passes(message) ? up_prot.up(message) : null;
    }

    @Override
    public void up(MessageBatch batch) {
        batch.removeIf(message -> !passes(message), true);
        if (!batch.isEmpty()) {
            up_prot.up(batch);
        }
    }

    private boolean passes(Message message) {
        RaftHeader header = message.getHeader(raft.getId());
        if (header instanceof AppendEntriesRequest request) {
            return sends(message, request.currTerm(), commands(request, message.getObject()));
        } else if (header instanceof InstallSnapshotRequest request) {
            return sends(message, request.currTerm(), NONE);
        } else if (header instanceof AppendEntriesResponse response) {
            var result = Headers.result(response);
            return !result.success() || instruments.answers(serverOf(message.getSrc()), server, result.index());
        }
        return true;
    }

    private boolean sends(Message message, long term, long[] commands) {
        return instruments.sends(serverOf(message.getSrc()), server, term, commands);
    }

    /** The indexes of the user's commands of the leader's own term. */
    private static long[] commands(AppendEntriesRequest request, @Nullable LogEntries entries) {
        if (entries == null) {
            return NONE;
        }
        long first = Headers.previousIndex(request) + 1;
        LogEntry[] all = entries.toArray();
        return LongStream.range(0, all.length)
                .filter(each -> !all[(int) each].internal() && all[(int) each].term() == request.currTerm())
                .map(each -> first + each)
                .toArray();
    }

    static ServerId serverOf(Address address) {
        return ServerId.of(Utils.extractRaftId(address));
    }
}
