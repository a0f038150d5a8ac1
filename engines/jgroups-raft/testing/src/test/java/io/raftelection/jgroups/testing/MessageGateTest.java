package io.raftelection.jgroups.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.ServerId;
import io.raftelection.testing.contract.RecordingFilter;
import java.util.ArrayList;
import java.util.List;
import org.jgroups.Address;
import org.jgroups.Header;
import org.jgroups.Message;
import org.jgroups.ObjectMessage;
import org.jgroups.protocols.raft.AppendEntriesRequest;
import org.jgroups.protocols.raft.AppendEntriesResponse;
import org.jgroups.protocols.raft.AppendResult;
import org.jgroups.protocols.raft.InstallSnapshotRequest;
import org.jgroups.protocols.raft.LogEntries;
import org.jgroups.protocols.raft.LogEntry;
import org.jgroups.protocols.raft.RAFT;
import org.jgroups.stack.Protocol;
import org.jgroups.util.ExtendedUUID;
import org.jgroups.util.MessageBatch;
import org.jgroups.util.Util;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests which question the cluster's filter receives for each message, and which messages reach {@code RAFT}. */
final class MessageGateTest {
    private static final Address S1 = address("s1");
    private static final Address S2 = address("s2");

    private final RAFT raft = new RAFT();
    private final RecordingFilter filter = new RecordingFilter();
    private final MessageGate gate = new MessageGate(ServerId.of("s2"), raft, filter);
    private final List<Message> arrived = new ArrayList<>();

    private static Address address(String server) {
        return ExtendedUUID.randomUUID(server).put(RAFT.raft_id_key, Util.stringToBytes(server));
    }

    @BeforeEach
    void connect() {
        gate.setUpProtocol(new Protocol() {
            @Override
            public Object up(Message message) {
                arrived.add(message);
                return "passed on";
            }

            @Override
            public void up(MessageBatch batch) {
                batch.forEach(arrived::add);
            }
        });
    }

    private Message message(Header header, @Nullable LogEntries entries) {
        return new ObjectMessage(S2, entries).setSrc(S1).putHeader(raft.getId(), header);
    }

    private static AppendEntriesRequest request(long term, long previous) {
        return new AppendEntriesRequest(S1, term, previous, 1, term, 0);
    }

    private static LogEntry command(long term) {
        return new LogEntry(term, new byte[1]);
    }

    @Test
    void entriesNameTheCommandsOfTheLeadersOwnTerm() {
        var entries = LogEntries.create(command(3), command(4), command(4).internal(true), command(4));

        gate.up(message(request(4, 10), entries));

        assertThat(filter.asked()).containsExactly("s1 to s2: entries [12, 14] of term 4");
        assertThat(arrived).hasSize(1);
    }

    @Test
    void heartbeatAndSnapshotCarryNoCommands() {
        gate.up(message(request(4, 10), null));
        gate.up(message(new InstallSnapshotRequest(5, S1, 9, 4), null));

        assertThat(filter.asked()).containsExactly("s1 to s2: entries [] of term 4", "s1 to s2: entries [] of term 5");
    }

    @Test
    void onlyASuccessfulAnswerAcknowledges() {
        gate.up(message(new AppendEntriesResponse(4, new AppendResult(AppendResult.Result.OK, 7)), null));
        gate.up(message(
                new AppendEntriesResponse(4, new AppendResult(AppendResult.Result.FAIL_ENTRY_NOT_FOUND, 7)), null));

        assertThat(filter.asked()).containsExactly("s1 to s2: has 7", "s1 to s2: other");
    }

    @Test
    void messageThatDoesNotPassIsDropped() {
        filter.stopAll();

        assertThat(gate.up(message(request(4, 10), null))).isNull();

        assertThat(arrived).isEmpty();
    }

    @Test
    void messageThatPassesIsAnsweredAsWithoutTheGate() {
        assertThat(gate.up(message(request(4, 10), null))).isEqualTo("passed on");
    }

    @Test
    void batchLosesOnlyTheMessagesThatDoNotPass() {
        filter.stopAll();
        var other = new ObjectMessage(S2, "for another protocol").setSrc(S1);
        var batch = new MessageBatch(2).add(message(request(4, 10), null)).add(other);

        gate.up(batch);

        assertThat(arrived).containsExactly(other);
    }

    @Test
    void batchOfWhichNothingPassesDoesNotArrive() {
        filter.stopAll();

        gate.up(new MessageBatch(1).add(message(request(4, 10), null)));

        assertThat(arrived).isEmpty();
    }

    @Test
    void messageOfTheServerItselfPassesWithoutAQuestion() {
        filter.stopAll();

        gate.up(message(request(4, 10), null).setSrc(S2));

        assertThat(filter.asked()).isEmpty();
        assertThat(arrived).hasSize(1);
    }
}
