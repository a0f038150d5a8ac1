package io.raftelection.watch.recording;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Waits for changes of files in their folders. Without help of the file system it waits for the full time. */
final class FolderChanges implements AutoCloseable {
    private final Set<Path> names = new HashSet<>();
    private final Set<Path> waiting = new HashSet<>();

    /** Null if the system has no more of them. */
    private final @Nullable WatchService service;

    FolderChanges(List<Path> files) {
        for (var file : files) {
            var path = file.toAbsolutePath();
            names.add(path.getFileName());
            waiting.add(path.getParent());
        }
        this.service = open();
        register();
    }

    private static @Nullable WatchService open() {
        try {
            return FileSystems.getDefault().newWatchService();
        } catch (IOException | UnsupportedOperationException e) {
            return null;
        }
    }

    /** Registers the folders that exist. The others are tried again later. */
    private void register() {
        var present = service;
        if (present != null) {
            waiting.removeIf(folder -> isRegistered(folder, present));
        }
    }

    private static boolean isRegistered(Path folder, WatchService service) {
        try {
            folder.register(
                    service,
                    StandardWatchEventKinds.ENTRY_CREATE,
                    StandardWatchEventKinds.ENTRY_MODIFY,
                    StandardWatchEventKinds.ENTRY_DELETE);
            return true;
        } catch (IOException | RuntimeException e) { // there is no such folder, or no change is reported for it
            return false;
        }
    }

    /** Waits until one of the files may have changed, for at most a time. */
    void await(Duration time) throws InterruptedException {
        register();
        long deadline = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0; left = deadline - System.nanoTime()) {
            if (service == null) {
                TimeUnit.NANOSECONDS.sleep(left);
                return;
            }
            var key = service.poll(left, TimeUnit.NANOSECONDS);
            if (key != null && isChanged(key)) {
                return;
            }
        }
    }

    private boolean isChanged(WatchKey key) {
        boolean isChanged = false;
        for (var event : key.pollEvents()) {
            isChanged |= !(event.context() instanceof Path name) || names.contains(name);
        }
        if (!key.reset() && key.watchable() instanceof Path folder) {
            waiting.add(folder);
            return true;
        }
        return isChanged;
    }

    @Override
    public void close() {
        if (service != null) {
            try {
                service.close();
            } catch (IOException e) {
                // Nothing more is read from it.
            }
        }
    }
}
