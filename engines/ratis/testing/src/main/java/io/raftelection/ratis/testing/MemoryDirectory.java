package io.raftelection.ratis.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A directory whose files are in memory. Ratis forces each vote to the disk, which takes most of an election there. */
final class MemoryDirectory {
    /** Linux has it as a file system in memory; in a container, it is often as small as 64 MB. */
    private static final Path SHARED_MEMORY = Path.of("/dev/shm");

    private static final String TYPE = "tmpfs";
    private static final long NEEDED_BYTES = 32L << 20;

    private MemoryDirectory() {}

    /** {@return the directory in memory of this machine, if it has one with room for a cluster} */
    static Optional<Path> find() {
        return Optional.of(SHARED_MEMORY).filter(MemoryDirectory::isUsable);
    }

    static boolean isUsable(Path directory) {
        try {
            if (!Files.isDirectory(directory) || !Files.isWritable(directory)) {
                return false;
            }
            var store = Files.getFileStore(directory);
            return store.type().equals(TYPE) && store.getUsableSpace() >= NEEDED_BYTES;
        } catch (IOException e) {
            return false;
        }
    }
}
