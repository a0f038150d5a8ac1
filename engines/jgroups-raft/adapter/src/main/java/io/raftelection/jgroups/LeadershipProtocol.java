package io.raftelection.jgroups;

import org.jgroups.Event;
import org.jgroups.Message;
import org.jgroups.protocols.raft.AppendEntriesRequest;
import org.jgroups.protocols.raft.RAFT;
import org.jgroups.protocols.raft.RaftHeader;
import org.jgroups.stack.Protocol;
import org.jgroups.util.MessageBatch;

/**
 * Passes everything on, and notices what may have changed the leader, the term, the commit index or the members. It is
 * below the election and {@code RAFT}, because neither reports to a follower that its leader changed.
 *
 * <pre>
 * up: a message of the election, after the election has handled it    the view
 * up: another view of the group, after the protocols above have it    the view, the members
 * down: a message of the election                                     the view
 * down: a request or an answer of RAFT, which has handled its cause   the view if it may differ, the members;
 *                                                                     the leader's commit index
 * </pre>
 *
 * <p>{@code RAFT} sends its messages on the thread that changes the log and the members.
 */
final class LeadershipProtocol extends Protocol {
    private final RAFT raft;
    private final short raftId;
    private final short electionId;
    private final RaftReports reports;

    LeadershipProtocol(RAFT raft, short electionId, RaftReports reports) {
        this.raft = raft;
        this.raftId = raft.getId();
        this.electionId = electionId;
        this.reports = reports;
    }

    @Override
    public void start() throws Exception {
        super.start();
        reports.started();
    }

    @Override
    public void stop() {
        super.stop();
        reports.stopped();
    }

    /** Notes that the user's state machine has applied an entry. The engine updates the commit index afterwards. */
    void applied() {
        if (reports.isStarting()) {
            reports.committed(raft.commitIndex() + 1); // the first of those that are being applied
        }
    }

    @Override
    public Object up(Event event) {
        try {
            return up_prot.up(event);
        } finally {
            if (event.getType() == Event.VIEW_CHANGE) {
                reports.changed();
                reports.configurationFromOutside();
            }
        }
    }

    @Override
    public Object up(Message message) {
        boolean isElection = isElection(message);
        try {
            return up_prot.up(message);
        } finally {
            if (isElection) {
                reports.changed();
            }
        }
    }

    @Override
    public void up(MessageBatch batch) {
        boolean isElection = batch.anyMatch(this::isElection);
        try {
            up_prot.up(batch);
        } finally {
            if (isElection) {
                reports.changed();
            }
        }
    }

    @Override
    public Object down(Message message) {
        if (isElection(message)) {
            reports.changed();
        } else if (message.getHeader(raftId) instanceof RaftHeader header) {
            reports.noticed(header.currTerm());
            reports.configuration();
            if (header instanceof AppendEntriesRequest && reports.isStarting()) {
                reports.committed(raft.commitIndex());
            }
        }
        return down_prot.down(message);
    }

    private boolean isElection(Message message) {
        return electionId > 0 && message.getHeader(electionId) instanceof RaftHeader;
    }
}
