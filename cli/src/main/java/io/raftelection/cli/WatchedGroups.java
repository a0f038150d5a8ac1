package io.raftelection.cli;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.raftelection.Tracker;
import io.raftelection.watch.WatchListener;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Prints and records what is watched, each Raft group for itself. Safe for use by many threads. */
final class WatchedGroups implements WatchListener {
    private final Screen screen;
    private final Optional<Path> record;
    private final Optional<PrintWriter> json;
    private final OpenPage page;

    /** Fails if a file cannot be written; it is never completed otherwise. */
    private final CompletableFuture<Void> failure = new CompletableFuture<>();

    @GuardedBy("this")
    private final Map<String, WatchedGroup> groups = new LinkedHashMap<>();

    /**
     * Creates the listener.
     *
     * @param record the file to record in
     * @param json where events are printed as JSON
     * @param page shows the groups
     */
    WatchedGroups(Screen screen, Optional<Path> record, Optional<PrintWriter> json, OpenPage page) {
        this.screen = screen;
        this.record = record;
        this.json = json;
        this.page = page;
        record.ifPresent(WatchedGroups::checkWritable);
    }

    /** Fails before the watch starts, and not when a group is found. */
    private static void checkWritable(Path file) {
        try {
            Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)
                    .close();
        } catch (IOException e) {
            throw new FileException(file, e);
        }
    }

    @Override
    public void found(String name, Tracker tracker) {
        try {
            page.add(name, tracker);
            var group = new WatchedGroup(name, tracker, screen, record, json);
            synchronized (this) {
                groups.put(name, group);
            }
        } catch (RuntimeException e) {
            failure.completeExceptionally(e);
        }
    }

    @Override
    public void problem(String subject, String words) {
        note(words.startsWith(subject) ? words : subject + ": " + words);
    }

    @Override
    public void solved(String subject) {
        note(subject + ": answers again");
    }

    private void note(String words) {
        screen.line(screen.style().faint(screen.time(Instant.now()) + " -- " + words));
    }

    /** Waits until a file cannot be written, or the time is over. */
    void awaitFailure(Optional<Duration> time) throws Exception {
        try {
            if (time.isPresent()) {
                failure.get(time.get().toNanos(), TimeUnit.NANOSECONDS);
            } else {
                failure.get();
            }
        } catch (TimeoutException e) {
            // The time is over.
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    /** Prints the summary of each group, after the watch was closed. {@return whether Election Safety held in all} */
    boolean finish() throws InterruptedException {
        List<WatchedGroup> all;
        synchronized (this) {
            all = List.copyOf(groups.values());
        }
        if (all.isEmpty()) {
            screen.line("No Raft group was found.");
        }
        boolean isSafe = true;
        for (var group : all) {
            isSafe &= group.finish();
        }
        record.ifPresent(WatchedGroups::deleteIfEmpty);
        return isSafe;
    }

    /** Nothing is recorded in the file itself if no group was found, or if each group has a file of its own. */
    private static void deleteIfEmpty(Path file) {
        try {
            if (Files.isRegularFile(file) && Files.size(file) == 0) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new FileException(file, e);
        }
    }
}
