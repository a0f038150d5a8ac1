package io.raftelection.watch.recording;

import io.raftelection.Subscription;
import io.raftelection.watch.WatchSource;
import io.raftelection.watch.WatchTarget;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;

/**
 * The recordings of running processes, which are followed while they are written, and merged: the processes of one
 * cluster each record their own server in a file. A program in any language can write one, see
 * {@code docs/reference/recording.md}. Immutable.
 *
 * <p>What a file contains at the start is read first. Of that, only the present state is reported: which server leads
 * already, and what the servers reported last. From then on, each line is reported when it is written. Events of
 * different files are in the order in which they arrive, and terms decide which leadership is the latest. A file may be
 * missing at first, may be replaced or truncated, and may get a further run from a process that was restarted. Its last
 * line is used when it is complete.
 *
 * <p>A leadership that is held at the end of a run ends with it, for the reason {@code the recording ends}. A process
 * that is killed writes nothing more, so its run ends when the next one begins: until then, the tracker knows the
 * leader of the latest term.
 *
 * <p>A subscription has one daemon thread, {@code raft-election-watch}. It waits for changes of the folders, and also
 * examines the files every {@link io.raftelection.watch.WatchSettings#interval()}, because file systems of a network
 * report no changes.
 */
public final class FollowedRecordings implements WatchSource {
    /**
     * The reason for the end of a leadership that is held at the end of its run: nobody recorded how long it lasted.
     */
    public static final String RUN_ENDED = "the recording ends";

    private final List<Path> files;

    private FollowedRecordings(List<Path> files) {
        this.files = files;
    }

    /**
     * {@return a source}
     *
     * @param files the recordings of one cluster; at least one, each of them once
     * @throws IllegalArgumentException if there is none, or one is given twice
     */
    public static FollowedRecordings of(List<Path> files) {
        var given = List.copyOf(Objects.requireNonNull(files, "files: is null"));
        if (given.isEmpty()) {
            throw new IllegalArgumentException("files: is empty, expected at least one");
        }
        var seen = new LinkedHashSet<Path>();
        for (var file : given) {
            if (!seen.add(file.toAbsolutePath().normalize())) {
                throw new IllegalArgumentException("file " + file + ": is given twice");
            }
        }
        return new FollowedRecordings(given);
    }

    @Override
    public Subscription start(WatchTarget target) {
        return new Follower(files, Objects.requireNonNull(target, "target: is null")).begun();
    }
}
