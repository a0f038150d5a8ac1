package io.raftelection.jgroups.testing;

import java.io.DataInput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import org.jgroups.Header;
import org.jgroups.protocols.raft.AppendEntriesRequest;
import org.jgroups.protocols.raft.AppendEntriesResponse;
import org.jgroups.protocols.raft.AppendResult;
import org.jgroups.protocols.raft.election.VoteResponse;
import org.jgroups.util.Bits;
import org.jgroups.util.ByteArrayDataInputStream;
import org.jgroups.util.ByteArrayDataOutputStream;
import org.jgroups.util.Util;

/**
 * Reads fields of the engine's headers that have no accessor: it writes and reads each header in its network format.
 */
final class HeaderCodec {
    private HeaderCodec() {}

    /**
     * The end of a voter's log, as reported in its vote. Votes are ordered by how good the log is (Raft paper, 5.4.1).
     */
    record Vote(long lastTerm, long lastIndex) implements Comparable<Vote> {
        private static final Comparator<Vote> BY_LOG =
                Comparator.comparingLong(Vote::lastTerm).thenComparingLong(Vote::lastIndex);

        @Override
        public int compareTo(Vote other) {
            return BY_LOG.compare(this, other);
        }
    }

    private interface Decoder<T> {
        T decode(DataInput in) throws IOException, ClassNotFoundException;
    }

    static Vote vote(VoteResponse header) {
        return read(header, in -> {
            Bits.readLongCompressed(in); // the term of the vote
            return new Vote(Bits.readLongCompressed(in), Bits.readLongCompressed(in));
        });
    }

    /** Returns the index of the entry before those of a request. */
    static long previousIndex(AppendEntriesRequest header) {
        return read(header, in -> {
            Bits.readLongCompressed(in); // the leader's term
            Util.readAddress(in); // the leader
            Bits.readLongCompressed(in); // the term of the first entry
            return Bits.readLongCompressed(in);
        });
    }

    static AppendResult result(AppendEntriesResponse header) {
        return read(header, in -> {
            Bits.readLongCompressed(in); // the follower's term
            return Util.readStreamable(AppendResult::new, in);
        });
    }

    private static <T> T read(Header header, Decoder<T> decoder) {
        var out = new ByteArrayDataOutputStream(header.serializedSize());
        try {
            header.writeTo(out);
            return decoder.decode(new ByteArrayDataInputStream(out.buffer(), 0, out.position()));
        } catch (IOException e) {
            throw new UncheckedIOException("header " + header + ": not read", e);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("header " + header + ": not read", e);
        }
    }
}
