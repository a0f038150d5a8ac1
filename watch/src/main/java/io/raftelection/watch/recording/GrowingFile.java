package io.raftelection.watch.recording;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file while it grows. If another file takes its place, the rest of the old one is read first. If the file was
 * written anew, which its size or its first bytes show, it is read from the start. Used by one thread.
 */
final class GrowingFile implements Closeable {
    private static final int CHUNK = 1 << 16;

    /** How many bytes identify the content. They contain the header of the first run. */
    private static final int HEAD = 256;

    private final Path path;
    private final ByteBuffer bytes = ByteBuffer.allocate(CHUNK);
    private byte[] head = {};
    private @Nullable FileChannel channel;

    /** Identifies the open file; null if the file system has no such keys. */
    private @Nullable Object key;

    private long position;
    private @Nullable FileTime modified;
    private boolean isReplaced;

    /** The result of a read. */
    enum Read {
        /** There is nothing new. */
        NOTHING,
        /** There are further bytes. */
        BYTES,
        /** What follows is another content than before. */
        RESTARTED
    }

    GrowingFile(Path path) {
        this.path = path;
    }

    /** {@return the bytes of the latest read} */
    ByteBuffer bytes() {
        return bytes;
    }

    /**
     * Reads what follows.
     *
     * @throws NoSuchFileException if the file does not exist, and never did
     */
    Read read() throws IOException {
        var open = channel;
        if (open == null) {
            open();
            return read();
        }
        if (!isReplaced) {
            var found = examine(open);
            if (found == Read.RESTARTED) {
                position = 0;
                head = new byte[0];
                return found;
            }
        }
        var read = bytes(open);
        if (read == Read.NOTHING && isReplaced) {
            try {
                open();
            } catch (NoSuchFileException e) {
                isReplaced = false; // it is gone again
                return Read.NOTHING;
            }
            open.close();
            return Read.RESTARTED;
        }
        return read;
    }

    private void open() throws IOException {
        var attributes = attributes();
        var opened = FileChannel.open(path);
        channel = opened;
        key = attributes.fileKey();
        modified = null;
        position = 0;
        head = new byte[0];
        isReplaced = false;
    }

    private BasicFileAttributes attributes() throws IOException {
        var attributes = Files.readAttributes(path, BasicFileAttributes.class);
        if (attributes.isDirectory()) {
            throw new FileSystemException(path.toString(), null, "is a directory, expected a recording");
        }
        return attributes;
    }

    /** Finds out whether the file is still the one that is open, with the content that was read. */
    private Read examine(FileChannel open) throws IOException {
        BasicFileAttributes now;
        try {
            now = attributes();
        } catch (NoSuchFileException e) {
            return Read.NOTHING; // between the steps of a rotation; the old file may still be written
        }
        if (key != null && !key.equals(now.fileKey())) {
            isReplaced = true;
            return Read.NOTHING;
        }
        if (now.size() < position) {
            return Read.RESTARTED;
        }
        boolean isModified = !now.lastModifiedTime().equals(modified);
        modified = now.lastModifiedTime();
        return isModified && !Arrays.equals(head, head(open)) ? Read.RESTARTED : Read.NOTHING;
    }

    private byte[] head(FileChannel open) throws IOException {
        var read = ByteBuffer.allocate(head.length);
        while (read.hasRemaining() && open.read(read, read.position()) > 0) {
            // until it is complete
        }
        return Arrays.copyOf(read.array(), read.position());
    }

    private Read bytes(FileChannel open) throws IOException {
        bytes.clear();
        int read = open.read(bytes, position);
        bytes.flip();
        if (read <= 0) {
            return Read.NOTHING;
        }
        if (head.length < HEAD && position == head.length) {
            int more = Math.min(read, HEAD - head.length);
            int length = head.length;
            head = Arrays.copyOf(head, length + more);
            bytes.get(0, head, length, more);
        }
        position += read;
        return Read.BYTES;
    }

    @Override
    public void close() {
        var open = channel;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                // It was only read.
            }
        }
    }
}
