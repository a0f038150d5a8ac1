package io.raftelection.jgroups;

import java.util.List;
import org.jgroups.Address;
import org.jgroups.EmptyMessage;
import org.jgroups.Event;
import org.jgroups.Message;
import org.jgroups.ObjectMessage;
import org.jgroups.View;
import org.jgroups.protocols.raft.AppendEntriesRequest;
import org.jgroups.protocols.raft.ELECTION;
import org.jgroups.protocols.raft.InternalCommand;
import org.jgroups.protocols.raft.LogEntries;
import org.jgroups.protocols.raft.LogEntry;
import org.jgroups.protocols.raft.RAFT;
import org.jgroups.protocols.raft.RaftHeader;
import org.jgroups.protocols.raft.election.LeaderElected;
import org.jgroups.protocols.raft.election.VoteRequest;
import org.jgroups.raft.StateMachine;
import org.jgroups.stack.Protocol;
import org.jgroups.stack.ProtocolStack;
import org.jgroups.util.ExtendedUUID;
import org.jgroups.util.Util;

/** The server s1 of three, whose stack has no channel: the test hands the messages of other servers to it. */
final class StackWithoutChannel {
    private static final short ELECTION_ID = 520;

    private final Protocol bottom = new End();
    private final ELECTION election = new ELECTION();
    private final RAFT raft = new RAFT()
            .raftId("s1")
            .members(List.of("s1", "s2", "s3"))
            .log(Stacks.log())
            .synchronous(true)
            .stateMachine(new NoOpStateMachine());
    private final Address self = address("s1");

    /** The end of a stack, where every message ends. */
    private static final class End extends Protocol {
        @Override
        public Object up(Event event) {
            return "ended";
        }

        @Override
        public Object up(Message message) {
            return "ended";
        }

        @Override
        public Object down(Event event) {
            return "ended";
        }

        @Override
        public Object down(Message message) {
            return "ended";
        }
    }

    /** Applies nothing. */
    static final class NoOpStateMachine implements StateMachine {
        @Override
        public byte[] apply(byte[] data, int offset, int length, boolean serializeResponse) {
            return data;
        }

        @Override
        public void readContentFrom(java.io.DataInput in) {}

        @Override
        public void writeContentTo(java.io.DataOutput out) {}
    }

    StackWithoutChannel() throws Exception {
        new ProtocolStack().addProtocols(bottom, election, raft, new End());
        var protocols = List.of(bottom, election, raft, raft.getUpProtocol());
        for (int i = 0; i < protocols.size(); i++) {
            protocols.get(i).setAddress(self);
        }
        election.raft(raft);
    }

    static Address address(String raftId) {
        return ExtendedUUID.randomUUID(raftId).put(RAFT.raft_id_key, Util.stringToBytes(raftId));
    }

    RAFT raft() {
        return raft;
    }

    Address self() {
        return self;
    }

    private void receive(Address from, short id, Message message, RaftHeader header) {
        message.putHeader(id, header).setSrc(from);
        bottom.getUpProtocol().up(message);
    }

    void receiveElected(Address leader, long term) {
        receive(leader, ELECTION_ID, new EmptyMessage(self), new LeaderElected(leader).currTerm(term));
    }

    void receiveVoteRequest(Address from, long term) {
        receive(from, ELECTION_ID, new EmptyMessage(self), new VoteRequest(term));
    }

    void receiveNothingNew(Address leader, long term) {
        receive(leader, raft.getId(), new ObjectMessage(self, null), request(leader, term, 0, 0));
    }

    /** Receives an entry that adds a server, which the leader has committed. */
    void receiveAdded(Address leader, long term, String raftId) throws Exception {
        var command = Util.streamableToByteBuffer(new InternalCommand(InternalCommand.Type.addServer, raftId));
        var entries = new LogEntries().add(new LogEntry(term, command, 0, command.length, true));
        receive(leader, raft.getId(), new ObjectMessage(self, entries), request(leader, term, 0, 1));
    }

    private static AppendEntriesRequest request(Address leader, long term, long previous, long committed) {
        return new AppendEntriesRequest(leader, term, previous, 0, term, committed);
    }

    void receiveView(Address... members) {
        bottom.getUpProtocol().up(new Event(Event.VIEW_CHANGE, View.create(members[0], 1, members)));
    }

    void start() throws Exception {
        LeadershipProtocol attached = raft.getProtocolStack().findProtocol(LeadershipProtocol.class);
        attached.start();
    }

    void stop() {
        LeadershipProtocol attached = raft.getProtocolStack().findProtocol(LeadershipProtocol.class);
        attached.stop();
    }
}
