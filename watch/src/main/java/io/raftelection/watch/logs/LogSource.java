package io.raftelection.watch.logs;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/** A file or a stream with a log. */
public interface LogSource {

    /** {@return its name, for messages} */
    String name();

    /** {@return the file, which may be followed while it grows; empty for a stream} */
    default Optional<Path> path() {
        return Optional.empty();
    }

    /**
     * {@return the content; the caller closes it}
     *
     * @throws IOException if it cannot be read
     */
    InputStream open() throws IOException;

    /**
     * {@return a file}
     *
     * @param file the file, plain or in gzip
     */
    static LogSource of(Path file) {
        Objects.requireNonNull(file, "file: is null");
        return new LogSource() {
            @Override
            public String name() {
                return file.toString();
            }

            @Override
            public Optional<Path> path() {
                return Optional.of(file);
            }

            @Override
            public InputStream open() throws IOException {
                if (Files.isDirectory(file)) {
                    throw new FileSystemException(file.toString(), null, "is a directory, expected a log");
                }
                return Files.newInputStream(file);
            }
        };
    }

    /**
     * {@return a stream, which can be opened once}
     *
     * @param name its name, for messages
     * @param in the stream
     */
    static LogSource of(String name, InputStream in) {
        Objects.requireNonNull(name, "name: is null");
        Objects.requireNonNull(in, "in: is null");
        return new LogSource() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public InputStream open() {
                return in;
            }
        };
    }
}
