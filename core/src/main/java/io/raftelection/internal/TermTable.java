package io.raftelection.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A map from each term to the server that acquired it first and to the time of that acquisition. It is a sorted list of
 * chunks of primitives and needs about 13 bytes per term if terms mostly ascend, so that ten million of them fit into
 * 130 MB. Not thread-safe.
 */
public final class TermTable {
    private static final int CHUNK = 1024;
    private static final int SMALL = 16;

    private final List<Chunk> chunks = new ArrayList<>();
    private long size;

    /** The place at which the last call of {@link #add} found its term. */
    private @Nullable Chunk found;

    private int place;

    /** Creates an empty table. */
    public TermTable() {}

    /** {@return the number of distinct terms} */
    public long size() {
        return size;
    }

    /**
     * Adds a term unless the table has it.
     *
     * @param term the term
     * @param server the number of the server
     * @param at the time of the acquisition in nanoseconds, zero or more
     * @return whether the term is new; if it is not, {@link #server}, {@link #at} and {@link #markSplit} refer to it
     */
    public boolean add(long term, int server, long at) {
        int index = chunkOf(term);
        if (index < 0) {
            index = 0;
            chunks.add(new Chunk(term));
        }
        var chunk = chunks.get(index);
        int position = chunk.search(term);
        if (position >= 0) {
            found = chunk;
            place = position;
            return false;
        }
        insert(index, chunk, -position - 1, term, server, at);
        size++;
        return true;
    }

    /** {@return the number of the server that acquired the term first} */
    public int server() {
        return present().server(place);
    }

    /** {@return the time of the first acquisition in nanoseconds} */
    public long at() {
        long at = present().ats[place];
        return at < 0 ? ~at : at;
    }

    /** Marks the term as acquired by several servers. {@return whether it was not marked yet} */
    public boolean markSplit() {
        var chunk = present();
        if (chunk.ats[place] < 0) {
            return false;
        }
        chunk.ats[place] = ~chunk.ats[place];
        return true;
    }

    private Chunk present() {
        if (found == null) {
            throw new IllegalStateException("no term was found yet");
        }
        return found;
    }

    /** Returns the last chunk that starts at or before the term, else the first one; negative if there is none. */
    private int chunkOf(long term) {
        int low = 0;
        int high = chunks.size() - 1;
        if (high >= 0 && chunks.get(high).base <= term) {
            return high; // terms mostly ascend
        }
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (chunks.get(middle).base <= term) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return chunks.isEmpty() ? -1 : Math.max(0, high);
    }

    private void insert(int index, Chunk chunk, int position, long term, int server, long at) {
        if (!chunk.reaches(term)) {
            int next = term < chunk.base ? index : index + 1;
            chunks.add(next, new Chunk(term));
            chunks.get(next).insert(0, term, server, at);
        } else if (chunk.count < CHUNK) {
            chunk.insert(position, term, server, at);
        } else if (position == CHUNK) {
            chunks.add(index + 1, new Chunk(term)); // appended: the full chunk stays full
            chunks.get(index + 1).insert(0, term, server, at);
        } else {
            chunks.add(index + 1, chunk.splitOff());
            int half = chunk.count;
            if (position <= half) {
                chunk.insert(position, term, server, at);
            } else {
                chunks.get(index + 1).insert(position - half, term, server, at);
            }
        }
    }

    /** Terms in ascending order, as offsets from the first. */
    private static final class Chunk {
        private long base;
        private int count;
        private int[] offsets = new int[SMALL];
        private long[] ats = new long[SMALL];
        private byte[] servers = new byte[SMALL];

        /** The numbers of the servers if one of them does not fit into a byte. */
        private int @Nullable [] manyServers;

        Chunk(long base) {
            this.base = base;
        }

        int server(int position) {
            return manyServers == null ? servers[position] : manyServers[position];
        }

        int search(long term) {
            long offset = term - base;
            if (term < base || count == 0) {
                return -1;
            }
            if (offset < 0 || offset > offsets[count - 1]) {
                return -count - 1;
            }
            return Arrays.binarySearch(offsets, 0, count, (int) offset);
        }

        /** Whether the term fits as an offset beside the others. */
        boolean reaches(long term) {
            long distance = term >= base ? term - base : base - term;
            int room = term >= base || count == 0 ? Integer.MAX_VALUE : Integer.MAX_VALUE - offsets[count - 1];
            return distance >= 0 && distance <= room; // negative: the difference does not fit into a long
        }

        void insert(int position, long term, int server, long at) {
            if (count == offsets.length) {
                grow();
            }
            if (term < base) {
                int shift = (int) (base - term);
                for (int i = 0; i < count; i++) {
                    offsets[i] += shift;
                }
                base = term;
            }
            int moved = count - position;
            System.arraycopy(offsets, position, offsets, position + 1, moved);
            System.arraycopy(ats, position, ats, position + 1, moved);
            System.arraycopy(servers, position, servers, position + 1, moved);
            offsets[position] = (int) (term - base);
            ats[position] = at;
            servers[position] = (byte) server;
            insertServer(position, moved, server);
            count++;
        }

        private void insertServer(int position, int moved, int server) {
            if (manyServers == null && server <= Byte.MAX_VALUE) {
                return;
            }
            if (manyServers == null) {
                manyServers = new int[offsets.length];
                for (int i = 0; i < count + 1; i++) {
                    manyServers[i] = servers[i];
                }
            } else {
                System.arraycopy(manyServers, position, manyServers, position + 1, moved);
            }
            manyServers[position] = server;
        }

        private void grow() {
            int length = offsets.length * 2;
            offsets = Arrays.copyOf(offsets, length);
            ats = Arrays.copyOf(ats, length);
            servers = Arrays.copyOf(servers, length);
            if (manyServers != null) {
                manyServers = Arrays.copyOf(manyServers, length);
            }
        }

        /** Moves the upper half to a chunk of its own. */
        Chunk splitOff() {
            int half = count / 2;
            var upper = new Chunk(base + offsets[half]);
            for (int i = half; i < count; i++) {
                upper.insert(i - half, base + offsets[i], server(i), ats[i]);
            }
            count = half;
            return upper;
        }
    }
}
