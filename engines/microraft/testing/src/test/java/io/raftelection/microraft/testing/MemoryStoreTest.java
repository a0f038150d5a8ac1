package io.raftelection.microraft.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.microraft.model.RaftModelFactory;
import io.microraft.model.impl.DefaultRaftModelFactory;
import io.microraft.model.log.LogEntry;
import io.microraft.model.log.RaftGroupMembersView;
import io.microraft.model.log.SnapshotChunk;
import io.microraft.persistence.RestoredRaftState;
import io.raftelection.ServerId;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests what a restarted server finds. */
final class MemoryStoreTest {
    private static final RaftModelFactory MODEL = new DefaultRaftModelFactory();
    private static final Endpoint S1 = new Endpoint(ServerId.of("s1"));
    private static final RaftGroupMembersView MEMBERS = MODEL.createRaftGroupMembersViewBuilder()
            .setLogIndex(0)
            .setMembers(List.of(S1))
            .setVotingMembers(List.of(S1))
            .build();

    private final MemoryStore store = new MemoryStore();

    @BeforeEach
    void startOnce() {
        store.persistAndFlushLocalEndpoint(MODEL.createRaftEndpointPersistentStateBuilder()
                .setLocalEndpoint(S1)
                .setVoting(true)
                .build());
        store.persistAndFlushInitialGroupMembers(MEMBERS);
    }

    @Test
    void serverThatNeverStartedFindsNothing() {
        assertThat(new MemoryStore().restored()).isEmpty();
    }

    @Test
    void serverThatNeverVotedIsInTermZero() {
        var term = found().getTermPersistentState();

        assertThat(term.getTerm()).isZero();
        assertThat(term.getVotedFor()).isNull();
    }

    @Test
    void voteIsRemembered() {
        store.persistAndFlushTerm(MODEL.createRaftTermPersistentStateBuilder()
                .setTerm(7)
                .setVotedFor(S1)
                .build());

        var term = found().getTermPersistentState();

        assertThat(term.getTerm()).isEqualTo(7);
        assertThat(term.getVotedFor()).isEqualTo(S1);
        assertThat(found().getLocalEndpointPersistentState().getLocalEndpoint()).isEqualTo(S1);
        assertThat(found().getInitialGroupMembers()).isSameAs(MEMBERS);
    }

    @Test
    void logIsWhatWasWrittenAndNotTruncated() {
        store.persistLogEntries(entries(1, 6));
        store.truncateLogEntriesFrom(5);
        store.persistLogEntries(entries(5, 5));
        store.truncateLogEntriesUntil(2);

        assertThat(found().getLogEntries()).map(LogEntry::getIndex).containsExactly(3L, 4L, 5L);
        assertThat(found().getSnapshotEntry()).isNull();
    }

    @Test
    void snapshotIsTheLatestThatIsComplete() {
        var last = chunk(10, 1);
        var first = chunk(10, 0);
        store.persistSnapshotChunk(last);
        store.persistSnapshotChunk(first);
        store.persistSnapshotChunk(chunk(20, 0));

        var snapshot = found().getSnapshotEntry();

        assertThat(snapshot).isNotNull();
        assertThat(snapshot.getIndex()).isEqualTo(10);
        assertThat(snapshot.getOperation()).isEqualTo(List.of(first, last));
    }

    @Test
    void snapshotThatWasDeletedIsNotFound() {
        store.persistSnapshotChunk(chunk(10, 0));
        store.persistSnapshotChunk(chunk(10, 1));

        store.deleteSnapshotChunks(10, 2);

        assertThat(found().getSnapshotEntry()).isNull();
    }

    private RestoredRaftState found() {
        return store.restored().orElseThrow();
    }

    private static List<LogEntry> entries(long first, long last) {
        return LongStream.rangeClosed(first, last)
                .mapToObj(index -> MODEL.createLogEntryBuilder()
                        .setIndex(index)
                        .setTerm(1)
                        .setOperation("operation")
                        .build())
                .toList();
    }

    private static SnapshotChunk chunk(long index, int number) {
        return MODEL.createSnapshotChunkBuilder()
                .setIndex(index)
                .setTerm(1)
                .setSnapshotChunkIndex(number)
                .setSnapshotChunkCount(2)
                .setOperation("chunk " + number)
                .setGroupMembersView(MEMBERS)
                .build();
    }
}
