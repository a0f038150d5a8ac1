package io.raftelection.jgroups.testing;

import io.raftelection.ServerId;
import io.raftelection.testing.spi.MessageFilter;
import io.raftelection.testing.spi.RaftMessage;
import io.raftelection.testing.spi.RaftMessage.Acknowledgement;
import io.raftelection.testing.spi.RaftMessage.Entries;
import io.raftelection.testing.spi.RaftMessage.Other;
import java.util.stream.LongStream;
import org.jgroups.Address;
import org.jgroups.Header;
import org.jgroups.Message;
import org.jgroups.protocols.raft.AppendEntriesRequest;
import org.jgroups.protocols.raft.AppendEntriesResponse;
import org.jgroups.protocols.raft.InstallSnapshotRequest;
import org.jgroups.protocols.raft.LogEntries;
import org.jgroups.protocols.raft.LogEntry;
import org.jgroups.protocols.raft.RAFT;
import org.jgroups.raft.util.Utils;
import org.jgroups.stack.Protocol;
import org.jgroups.util.MessageBatch;
import org.jspecify.annotations.Nullable;

/**
 * The protocol below {@code RAFT} in one server's stack: it drops the messages that do not pass the cluster's filter.
 * The engine sends a dropped message again. Messages of elections are not for {@code RAFT} and pass;
 * {@link GatedElection} decides who wins.
 */
final class MessageGate extends Protocol {
    private static final long[] NONE = {};

    private final ServerId server;
    private final RAFT raft;
    private final MessageFilter filter;

    MessageGate(ServerId server, RAFT raft, MessageFilter filter) {
        this.server = server;
        this.raft = raft;
        this.filter = filter;
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
        Header header = message.getHeader(raft.getId());
        if (header == null) {
            return true;
        }
        var from = serverOf(message.getSrc());
        return from.equals(server) || filter.passes(from, server, translated(header, message));
    }

    private static RaftMessage translated(Header header, Message message) {
        if (header instanceof AppendEntriesRequest request) {
            return new Entries(request.currTerm(), commands(request, message.getObject()));
        }
        if (header instanceof InstallSnapshotRequest request) {
            return new Entries(request.currTerm(), NONE);
        }
        if (header instanceof AppendEntriesResponse response) {
            var result = HeaderCodec.result(response);
            return result.success() ? new Acknowledgement(result.index()) : new Other();
        }
        return new Other();
    }

    /** Returns the indexes of the user's commands in the leader's own term. */
    private static long[] commands(AppendEntriesRequest request, @Nullable LogEntries entries) {
        if (entries == null) {
            return NONE;
        }
        long first = HeaderCodec.previousIndex(request) + 1;
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
