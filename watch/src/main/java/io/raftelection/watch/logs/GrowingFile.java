package io.raftelection.watch.logs;

import java.io.Closeable;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * Reads the lines of a file while it grows. If the file is replaced by a new one, as log rotation does, it reads the
 * rest of the old file and continues with the new one; if it becomes shorter, it starts again. Not thread-safe.
 */
final class GrowingFile implements Closeable {
    private final Path path;
    private Counted in;
    private LogLines lines;

    /** Identifies the file that is open; null if the file system has no such keys. */
    private @Nullable Object key;

    /** Whether the open file was replaced, so that its last line is complete. */
    private boolean replaced;

    private long cut;

    /** Counts what was read. An interrupt does not close it, as it would close a channel. */
    private static final class Counted extends FilterInputStream {
        private long position;

        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = super.read(buffer, offset, length);
            position += Math.max(read, 0);
            return read;
        }
    }

    GrowingFile(Path path) throws IOException {
        this.path = path;
        this.key = attributes(path).fileKey();
        this.in = open(path);
        this.lines = new LogLines(in);
    }

    private static Counted open(Path path) throws IOException {
        return new Counted(new FileInputStream(path.toFile()));
    }

    private static BasicFileAttributes attributes(Path path) throws IOException {
        var attributes = Files.readAttributes(path, BasicFileAttributes.class);
        if (attributes.isDirectory()) {
            throw new FileSystemException(path.toString(), null, "is a directory, expected a log");
        }
        return attributes;
    }

    /** Reads the next line that is complete. {@return its reader; null if there is none now} */
    @Nullable
    LogLines next() throws IOException {
        while (!lines.next(replaced)) {
            if (replaced) {
                reopen();
            } else if (isReplaced()) {
                replaced = true; // what was written to the old file before is read first
            } else {
                return null;
            }
        }
        return lines;
    }

    /** Between the steps of a rotation there may be no file; the next call finds the new one. */
    private boolean isReplaced() throws IOException {
        try {
            var attributes = attributes(path);
            return attributes.size() < in.position || (key != null && !key.equals(attributes.fileKey()));
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private void reopen() throws IOException {
        Counted next;
        Object nextKey;
        try {
            nextKey = attributes(path).fileKey();
            next = open(path);
        } catch (NoSuchFileException | FileNotFoundException e) {
            replaced = false;
            return;
        }
        in.close();
        cut += lines.cut();
        in = next;
        key = nextKey;
        lines = new LogLines(next);
        replaced = false;
    }

    /** {@return how many lines were too long} */
    long cut() {
        return cut + lines.cut();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
