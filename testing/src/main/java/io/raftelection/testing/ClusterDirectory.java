package io.raftelection.testing;

import io.raftelection.ServerId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The temporary directory of a cluster, with one folder per server. It is created when the first server needs it. */
final class ClusterDirectory implements AutoCloseable {
    private final Map<ServerId, Path> folders = new HashMap<>();
    private final Path parent;
    private @Nullable Path root;
    private int made;

    /** {@code parent} exists already. */
    ClusterDirectory(Path parent) {
        this.parent = parent;
    }

    Path of(ServerId server) throws IOException {
        var known = folders.get(server);
        if (known != null) {
            return known;
        }
        var folder = Files.createDirectory(root().resolve("server-" + ++made));
        folders.put(server, folder);
        return folder;
    }

    private Path root() throws IOException {
        var present = root;
        if (present == null) {
            present = Files.createTempDirectory(parent, "raft-election-");
            root = present;
        }
        return present;
    }

    /** The folder's name is not the server's, which may contain characters that a file system refuses. */
    void remove(ServerId server) throws IOException {
        var folder = folders.remove(server);
        if (folder != null) {
            delete(folder);
        }
    }

    @Override
    public void close() {
        folders.clear();
        var present = root;
        root = null;
        if (present != null) {
            try {
                delete(present);
            } catch (IOException e) {
                throw new UncheckedIOException(present + ": not removed", e);
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
