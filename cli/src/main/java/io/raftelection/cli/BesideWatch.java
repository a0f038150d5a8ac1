package io.raftelection.cli;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.raftelection.Tracker;
import io.raftelection.watch.Watch;
import io.raftelection.watch.WatchListener;
import io.raftelection.watch.WatchSettings;
import io.raftelection.watch.beside.Disagreement;
import io.raftelection.watch.beside.LiveBeside;
import io.raftelection.watch.recording.FollowedRecordings;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Prints when the recordings of applications contradict the first Raft group of a watch. Without recordings it does
 * nothing. Safe for use by many threads.
 */
final class BesideWatch implements WatchListener, AutoCloseable {
    private final List<Path> files;
    private final Screen screen;
    private final Optional<Watch> applications;

    @GuardedBy("this")
    private Optional<LiveBeside> beside = Optional.empty();

    BesideWatch(List<Path> files, WatchedGroups groups, Screen screen, WatchSettings settings) {
        this.files = files;
        this.screen = screen;
        this.applications = files.isEmpty()
                ? Optional.empty()
                : Optional.of(Watch.start(FollowedRecordings.of(files), settings, new Problems(groups)));
    }

    /** Passes the problems of the recordings on. */
    private record Problems(WatchListener groups) implements WatchListener {

        @Override
        public void problem(String subject, String words) {
            groups.problem(subject, words);
        }

        @Override
        public void solved(String subject) {
            groups.solved(subject);
        }
    }

    @Override
    public void found(String group, Tracker tracker) {
        if (applications.isPresent()) {
            synchronized (this) {
                if (beside.isEmpty()) {
                    beside = Optional.of(
                            LiveBeside.start(tracker, applications.get().tracker(), this::print));
                }
            }
        }
    }

    private void print(Disagreement period) {
        screen.line(screen.style().bad(screen.time(Instant.now()) + " -- " + period));
    }

    /** Ends the comparison, before the trackers are closed. */
    @Override
    public void close() {
        Optional<LiveBeside> open;
        synchronized (this) {
            open = beside;
        }
        open.ifPresent(LiveBeside::close);
        applications.ifPresent(Watch::close);
    }

    /** Prints the summary, after the end. */
    void finish() {
        Optional<LiveBeside> ended;
        synchronized (this) {
            ended = beside;
        }
        ended.ifPresent(comparison -> {
            var report = comparison.report();
            screen.line("Beside "
                    + String.join(", ", files.stream().map(Path::toString).toList()) + ":");
            report.periods().stream().filter(Disagreement::lasts).forEach(period -> screen.line("  " + period));
            report.summary().forEach(line -> screen.line("  " + line));
        });
    }
}
