package io.raftelection.jgroups.testing;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ObjLongConsumer;
import org.jgroups.Address;
import org.jgroups.protocols.raft.Log;
import org.jgroups.protocols.raft.LogEntries;
import org.jgroups.protocols.raft.LogEntry;
import org.jspecify.annotations.Nullable;

/**
 * A log that outlives its server, as a log on a disk does. The engine's own log in memory has wrong indexes after a
 * snapshot was installed beyond its end, and forgets its snapshot when it is opened again.
 */
final class MemoryLog implements Log {

    /** The kept entries, from the first to the last. */
    @GuardedBy("this")
    private final List<LogEntry> entries = new ArrayList<>();

    /** The index of the first kept entry. */
    @GuardedBy("this")
    private long first = 1;

    /** Whether the snapshot has the entries before them. */
    @GuardedBy("this")
    private boolean truncated;

    @GuardedBy("this")
    private long term;

    @GuardedBy("this")
    private long committed;

    @GuardedBy("this")
    private @Nullable Address votedFor;

    @GuardedBy("this")
    private byte @Nullable [] snapshot;

    @Override
    public void init(String name, Map<String, String> arguments) {}

    @Override
    public Log useFsync(boolean use) {
        return this;
    }

    @Override
    public boolean useFsync() {
        return false;
    }

    @Override
    public void delete() {}

    /** It may be opened again. */
    @Override
    public void close() {}

    @Override
    public synchronized long currentTerm() {
        return term;
    }

    @Override
    public synchronized Log currentTerm(long next) {
        term = next;
        return this;
    }

    @Override
    public synchronized @Nullable Address votedFor() {
        return votedFor;
    }

    @Override
    public synchronized Log votedFor(@Nullable Address server) {
        votedFor = server;
        return this;
    }

    @Override
    public synchronized long commitIndex() {
        return committed;
    }

    @Override
    public synchronized Log commitIndex(long index) {
        committed = index;
        return this;
    }

    @Override
    public synchronized long firstAppended() {
        return truncated ? first : 0;
    }

    @Override
    public synchronized long lastAppended() {
        return first + entries.size() - 1;
    }

    @Override
    public synchronized void setSnapshot(ByteBuffer content) {
        snapshot = new byte[content.remaining()];
        content.duplicate().get(snapshot);
    }

    @Override
    public synchronized @Nullable ByteBuffer getSnapshot() {
        return snapshot == null ? null : ByteBuffer.wrap(snapshot.clone());
    }

    @Override
    public synchronized long append(long index, LogEntries more) {
        for (var entry : more) {
            entries.add(entry);
            term = Math.max(term, entry.term());
        }
        return lastAppended();
    }

    @Override
    public synchronized @Nullable LogEntry get(long index) {
        return index < first || index > lastAppended() ? null : entries.get((int) (index - first));
    }

    /** Keeps the entry at that index, because the predecessor of the next entry is compared with it. */
    @Override
    public synchronized void truncate(long index) {
        long next = Math.min(index, committed);
        if (next > first) {
            entries.subList(0, (int) (next - first)).clear();
            first = next;
            truncated = true;
        }
    }

    @Override
    public synchronized void reinitializeTo(long index, LogEntry entry) {
        entries.clear();
        entries.add(entry);
        first = index;
        truncated = true;
        committed = index;
    }

    @Override
    public synchronized void deleteAllEntriesStartingFrom(long index) {
        if (index >= first && index <= lastAppended()) {
            entries.subList((int) (index - first), entries.size()).clear();
        }
    }

    @Override
    public synchronized void forEach(ObjLongConsumer<LogEntry> function, long from, long to) {
        for (long index = Math.max(from, first); index <= Math.min(to, lastAppended()); index++) {
            function.accept(entries.get((int) (index - first)), index);
        }
    }

    @Override
    public synchronized void forEach(ObjLongConsumer<LogEntry> function) {
        forEach(function, first, lastAppended());
    }

    @Override
    public synchronized long sizeInBytes() {
        return entries.stream().mapToLong(LogEntry::length).sum();
    }
}
