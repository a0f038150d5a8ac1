package io.raftelection.microraft.testing;

import io.microraft.model.RaftModelFactory;
import io.microraft.model.impl.DefaultRaftModelFactory;
import io.microraft.model.log.LogEntry;
import io.microraft.model.log.RaftGroupMembersView;
import io.microraft.model.log.SnapshotChunk;
import io.microraft.model.log.SnapshotEntry;
import io.microraft.model.persistence.RaftEndpointPersistentState;
import io.microraft.model.persistence.RaftTermPersistentState;
import io.microraft.persistence.RaftStore;
import io.microraft.persistence.RestoredRaftState;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The disk of a server, in memory. It outlives the server, and has its term, its vote, its log and its snapshot for the
 * next start. It never loses anything that was written. Used by one server, and by one thread at a time.
 */
final class MemoryStore implements RaftStore {
    private static final RaftModelFactory MODEL = new DefaultRaftModelFactory();

    private @Nullable RaftEndpointPersistentState endpoint;
    private @Nullable RaftGroupMembersView members;
    private RaftTermPersistentState term =
            MODEL.createRaftTermPersistentStateBuilder().setTerm(0).build();
    private final NavigableMap<Long, LogEntry> log = new TreeMap<>();
    private final NavigableMap<Long, NavigableMap<Integer, SnapshotChunk>> snapshots = new TreeMap<>();

    /** Returns the stored state; empty if the server has never started. */
    Optional<RestoredRaftState> restored() {
        if (endpoint == null || members == null) {
            return Optional.empty();
        }
        return Optional.of(new RestoredRaftState(endpoint, members, term, snapshot(), new ArrayList<>(log.values())));
    }

    /** Returns the latest complete snapshot. */
    private @Nullable SnapshotEntry snapshot() {
        return snapshots.descendingMap().values().stream()
                .map(chunks -> List.copyOf(chunks.values()))
                .filter(chunks -> chunks.get(0).getSnapshotChunkCount() == chunks.size())
                .findFirst()
                .map(chunks -> MODEL.createSnapshotEntryBuilder()
                        .setIndex(chunks.get(0).getIndex())
                        .setTerm(chunks.get(0).getTerm())
                        .setSnapshotChunks(chunks)
                        .setGroupMembersView(chunks.get(0).getGroupMembersView())
                        .build())
                .orElse(null);
    }

    @Override
    public void persistAndFlushLocalEndpoint(RaftEndpointPersistentState local) {
        endpoint = local;
    }

    @Override
    public void persistAndFlushInitialGroupMembers(RaftGroupMembersView initial) {
        members = initial;
    }

    @Override
    public void persistAndFlushTerm(RaftTermPersistentState latest) {
        term = latest;
    }

    @Override
    public void persistLogEntries(List<LogEntry> entries) {
        entries.forEach(entry -> log.put(entry.getIndex(), entry));
    }

    @Override
    public void persistSnapshotChunk(SnapshotChunk chunk) {
        snapshots.computeIfAbsent(chunk.getIndex(), index -> new TreeMap<>()).put(chunk.getSnapshotChunkIndex(), chunk);
    }

    @Override
    public void truncateLogEntriesFrom(long index) {
        log.tailMap(index, true).clear();
    }

    @Override
    public void truncateLogEntriesUntil(long index) {
        log.headMap(index, true).clear();
    }

    @Override
    public void deleteSnapshotChunks(long index, int count) {
        snapshots.remove(index);
    }

    @Override
    public void flush() {}
}
