package io.raftelection.jgroups.testing;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.jgroups.protocols.raft.LogEntries;
import org.jgroups.protocols.raft.LogEntry;
import org.jgroups.util.UUID;
import org.junit.jupiter.api.Test;

/** Tests the indexes before and after truncation, deletion, and a snapshot beyond the end. */
final class MemoryLogTest {
    private final MemoryLog log = new MemoryLog();

    /** Appends entries of these terms. */
    private void append(long... terms) {
        var entries = LongStream.of(terms)
                .mapToObj(term -> new LogEntry(term, new byte[] {(byte) term}))
                .toArray(LogEntry[]::new);
        log.append(log.lastAppended() + 1, LogEntries.create(entries));
    }

    /** Returns the entries from one index to another, as {@code index:term}. */
    private List<String> entries(long from, long to) {
        var seen = new ArrayList<String>();
        log.forEach((entry, index) -> seen.add(index + ":" + entry.term()), from, to);
        return seen;
    }

    @Test
    void emptyLogHasNoEntries() {
        assertThat(log.firstAppended()).isZero();
        assertThat(log.lastAppended()).isZero();
        assertThat(log.commitIndex()).isZero();
        assertThat(log.currentTerm()).isZero();
        assertThat(log.get(0)).isNull();
        assertThat(log.get(1)).isNull();
        assertThat(log.getSnapshot()).isNull();
        assertThat(log.sizeInBytes()).isZero();
    }

    @Test
    void entriesAreNumberedFromOne() {
        append(1, 1, 2);

        assertThat(log.lastAppended()).isEqualTo(3);
        assertThat(entries(1, 3)).containsExactly("1:1", "2:1", "3:2");
        assertThat(requireNonNull(log.get(3)).term()).isEqualTo(2);
        assertThat(log.get(4)).isNull();
        assertThat(log.currentTerm()).isEqualTo(2);
        assertThat(log.sizeInBytes()).isEqualTo(3);
    }

    @Test
    void termNeverGoesBackWhenEntriesOfEarlierTermsAreAppended() {
        log.currentTerm(5);

        append(3);

        assertThat(log.currentTerm()).isEqualTo(5);
    }

    @Test
    void forEachStaysWithinTheLog() {
        append(1, 2, 3);

        assertThat(entries(0, 99)).containsExactly("1:1", "2:2", "3:3");
        assertThat(entries(2, 2)).containsExactly("2:2");
        assertThat(entries(3, 2)).isEmpty();
    }

    @Test
    void truncationKeepsTheEntryAtItsIndexAndAllLaterOnes() {
        append(1, 1, 2, 2);
        log.commitIndex(3);

        log.truncate(3);

        assertThat(log.firstAppended()).isEqualTo(3);
        assertThat(log.lastAppended()).isEqualTo(4);
        assertThat(log.get(2)).isNull();
        assertThat(entries(0, 9)).containsExactly("3:2", "4:2");
        append(4);
        assertThat(entries(5, 5)).containsExactly("5:4");
    }

    @Test
    void truncationKeepsEntriesThatAreNotCommitted() {
        append(1, 2, 3, 4);
        log.commitIndex(2);

        log.truncate(4);

        assertThat(entries(0, 9)).containsExactly("2:2", "3:3", "4:4");
    }

    @Test
    void truncationAtAnEarlierIndexChangesNothing() {
        append(1, 2, 3);
        log.commitIndex(3);
        log.truncate(3);

        log.truncate(2);

        assertThat(log.firstAppended()).isEqualTo(3);
    }

    @Test
    void deletionRemovesTheEntriesFromItsIndexOn() {
        append(1, 2, 3);

        log.deleteAllEntriesStartingFrom(2);

        assertThat(log.lastAppended()).isEqualTo(1);
        append(4);
        assertThat(entries(0, 9)).containsExactly("1:1", "2:4");
    }

    @Test
    void deletionOutsideTheLogChangesNothing() {
        append(1, 2, 3);
        log.commitIndex(3);
        log.truncate(2);

        log.deleteAllEntriesStartingFrom(1);
        log.deleteAllEntriesStartingFrom(4);

        assertThat(entries(0, 9)).containsExactly("2:2", "3:3");
    }

    @Test
    void snapshotBeyondTheEndReplacesTheLog() {
        append(1, 1);

        log.reinitializeTo(9, new LogEntry(4, new byte[0]));

        assertThat(log.firstAppended()).isEqualTo(9);
        assertThat(log.lastAppended()).isEqualTo(9);
        assertThat(log.commitIndex()).isEqualTo(9);
        append(5);
        assertThat(entries(0, 99)).containsExactly("9:4", "10:5");
    }

    @Test
    void snapshotIsACopy() {
        var content = ByteBuffer.wrap(new byte[] {1, 2, 3}, 1, 2);

        log.setSnapshot(content);
        content.put(1, (byte) 9);

        assertThat(log.getSnapshot()).isEqualTo(ByteBuffer.wrap(new byte[] {2, 3}));
        assertThat(content.remaining()).isEqualTo(2);
        requireNonNull(log.getSnapshot()).put(0, (byte) 9);
        assertThat(log.getSnapshot()).isEqualTo(ByteBuffer.wrap(new byte[] {2, 3}));
    }

    @Test
    void everythingOutlivesACloseAndAnotherOpening() throws Exception {
        var vote = UUID.randomUUID();
        append(1, 2);
        log.commitIndex(1).currentTerm(7).votedFor(vote);
        log.setSnapshot(ByteBuffer.wrap(new byte[1]));

        log.close();
        log.init("again", Map.of());

        assertThat(entries(0, 9)).containsExactly("1:1", "2:2");
        assertThat(log.commitIndex()).isEqualTo(1);
        assertThat(log.currentTerm()).isEqualTo(7);
        assertThat(log.votedFor()).isEqualTo(vote);
        assertThat(log.getSnapshot()).isNotNull();
    }
}
