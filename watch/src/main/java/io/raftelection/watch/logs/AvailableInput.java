package io.raftelection.watch.logs;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * What a stream has now, without waiting: {@code read} returns -1 if there is nothing yet. A daemon thread reads the
 * stream, because a read that waits cannot be interrupted; it holds at most a megabyte. Used by one other thread.
 */
final class AvailableInput extends InputStream {
    private static final int CHUNK = 1 << 16;
    private static final int CHUNKS = 16;
    private static final byte[] END = {};

    private final BlockingQueue<byte[]> chunks = new ArrayBlockingQueue<>(CHUNKS);
    private final InputStream in;
    private volatile @Nullable IOException failure;
    private byte[] chunk = {};
    private int next;
    private boolean ended;

    AvailableInput(InputStream in) {
        this.in = in;
        var thread = new Thread(this::pump, "raft-election-log-input");
        thread.setDaemon(true);
        thread.start();
    }

    private void pump() {
        var buffer = new byte[CHUNK];
        try {
            try {
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    chunks.put(Arrays.copyOf(buffer, read));
                }
            } catch (IOException e) {
                failure = e;
            }
            chunks.put(END);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody interrupts it
        }
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        while (next == chunk.length) {
            var more = ended ? null : chunks.poll();
            if (more == null) {
                return -1;
            }
            if (more == END) {
                ended = true;
                if (failure != null) {
                    throw failure;
                }
                return -1;
            }
            chunk = more;
            next = 0;
        }
        int count = Math.min(length, chunk.length - next);
        System.arraycopy(chunk, next, buffer, offset, count);
        next += count;
        return count;
    }

    /** {@return whether the stream has ended} */
    boolean isEnded() {
        return ended;
    }
}
