package io.raftelection.watch.recording;

import io.raftelection.Subscription;
import io.raftelection.TrackerClosedException;
import io.raftelection.watch.WatchTarget;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Follows recordings until it is closed, on a thread of its own. */
final class Follower implements Subscription {
    private static final long CLOSING_MILLIS = 2_000;

    private final WatchTarget target;
    private final List<Path> paths;
    private final Thread thread = new Thread(this::run, "raft-election-watch");
    private volatile boolean closed;

    Follower(List<Path> paths, WatchTarget target) {
        this.paths = paths;
        this.target = target;
        thread.setDaemon(true);
    }

    Subscription begun() {
        thread.start();
        return this;
    }

    private void run() {
        var servers = new Servers(target);
        var files = paths.stream()
                .map(path -> new FollowedFile(path, target, servers))
                .toList();
        try (var changes = new FolderChanges(paths)) {
            catchUp(files);
            while (!closed) {
                changes.await(target.settings().interval());
                for (var file : files) {
                    file.read();
                }
            }
        } catch (InterruptedException | ClosedByInterruptException | TrackerClosedException e) {
            // The watch is closed.
        } catch (RuntimeException e) {
            target.problem("recordings", "are no longer followed: " + e);
        } finally {
            files.forEach(FollowedFile::close);
        }
    }

    /** Reports what holds at the start, in the order of the terms. */
    private static void catchUp(List<FollowedFile> files) throws InterruptedException, ClosedByInterruptException {
        var present = new ArrayList<FollowedFile.Present>();
        for (var file : files) {
            present.addAll(file.catchUp());
        }
        present.sort(Comparator.comparingLong(each -> each.event().term().orElse(-1)));
        present.forEach(FollowedFile.Present::report);
        files.forEach(FollowedFile::reportPresentFacts);
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        if (Thread.currentThread() != thread) {
            awaitEnd();
        }
    }

    /** Waits until nothing more is reported. A file system that does not answer cannot delay it for long. */
    private void awaitEnd() {
        try {
            thread.join(CLOSING_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
