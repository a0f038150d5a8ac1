package io.raftelection.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftelection.ServerId;
import io.raftelection.Tracker;
import io.raftelection.spi.LeadershipSink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ResourceBundle;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** Every event is in the file or counted in it as missing, whatever happens while it is recorded. */
@Timeout(120)
final class RecorderTest {
    private static final ServerId S1 = ServerId.of("s1");

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = folder.resolve("run.jsonl");
    }

    @Test
    void trackerWithoutHistoryIsRecordedCompletely() throws IOException {
        for (int round = 0; round < 20; round++) {
            var tracker = Tracker.builder("c").historySize(0).build();
            var recorder = Recorder.record(tracker, file);
            flap(tracker.track(S1), 400);
            tracker.close();
            recorder.close();

            var history = Recording.read(file);
            assertThat(history.events().size() + history.dropped()).isEqualTo(800);
        }
    }

    @Test
    void overloadedRecordingIsReadableAndCountsMissingEvents() throws IOException {
        long gaps = 0;
        for (int round = 0; round < 300; round++) {
            var tracker =
                    Tracker.builder("c").mailboxSize(4).logger(new Silent()).build();
            var recorder = Recorder.record(tracker, file);
            int tenures = 20 + round % 50;
            flap(tracker.track(S1), tenures);
            tracker.close();
            recorder.close();

            var history = Recording.read(file);
            assertThat(history.events().size() + history.dropped()).isEqualTo(2L * tenures);
            gaps += history.dropped() > 0 ? 1 : 0;
        }
        assertThat(gaps).as("recordings with a gap").isPositive();
    }

    @Test
    void eventsThatFollowAGapAreNotEarlierThanTheGap() throws Exception {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try (var tracker = Tracker.builder("c")
                .mailboxSize(2)
                .logger(new Silent())
                .executor(executor)
                .build()) {
            var recorder = Recorder.record(tracker, file);
            var s1 = tracker.track(S1);
            var stalled = new CountDownLatch(1);
            executor.execute(() -> awaitQuietly(stalled));
            flap(s1, 5);
            stalled.countDown();
            executor.submit(() -> {}).get();
            flap(s1, 1);
            recorder.close();
        } finally {
            executor.shutdown();
        }

        var history = Recording.read(file);
        assertThat(history.events().size() + history.dropped()).isEqualTo(12);
        assertThat(history.dropped()).isPositive();
    }

    @Test
    void eventsThatNobodyDeliversAreCountedAsMissing() throws Exception {
        var tracker = Tracker.builder("c").executor(task -> {}).build();
        var recorder = Recorder.record(tracker, file);
        flap(tracker.track(S1), 3);
        tracker.close();

        recorder.close(); // waits for the full 10 seconds

        assertThat(Recording.read(file).dropped()).isEqualTo(6);
    }

    @Test
    void interruptedThreadClosesNormally() throws Exception {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try {
            var tracker = Tracker.builder("c").executor(executor).build();
            var recorder = Recorder.record(tracker, file);
            var stalled = new CountDownLatch(1);
            executor.execute(() -> awaitQuietly(stalled));
            flap(tracker.track(S1), 3);
            tracker.close();
            var closer = new Thread(() -> {
                Thread.currentThread().interrupt();
                stalled.countDown();
                try {
                    recorder.close();
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
                assertThat(Thread.currentThread().isInterrupted()).isTrue();
            });
            var failure = new Throwable[1];
            closer.setUncaughtExceptionHandler((thread, e) -> failure[0] = e);
            closer.start();
            closer.join();

            assertThat(failure[0]).isNull();
            assertThat(Files.readAllLines(file)).hasSize(8).last().asString().contains("\"end\"");
        } finally {
            executor.shutdown();
        }
    }

    @Test
    void interruptedEngineThreadRecordsOnADirectExecutor() throws IOException {
        var tracker = Tracker.builder("c").executor(Runnable::run).build();
        try (var recorder = Recorder.record(tracker, file)) {
            var s1 = tracker.track(S1);
            s1.acquired(1);
            Thread.currentThread().interrupt();
            s1.lost();
            assertThat(Thread.interrupted()).isTrue();
            s1.acquired(2);
            tracker.close();
        }

        assertThat(Recording.read(file).events()).hasSize(4);
    }

    @Test
    void interruptedThreadWritesAHistory() throws IOException {
        var tracker = Tracker.lenient("c");
        flap(tracker.track(S1), 3);
        Thread.currentThread().interrupt();

        Recording.write(tracker.history(), file);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(Recording.read(file).events()).hasSize(6);
        tracker.close();
    }

    @Test
    void restartedProcessAppendsOrOverwrites() throws IOException {
        record(false, 1);
        record(true, 2);
        assertThat(Recording.readRuns(file))
                .extracting(run -> run.events().size())
                .containsExactly(2, 4);

        Files.writeString(file, Files.readString(file).stripTrailing().replaceFirst("}$", ""));
        record(true, 3);
        assertThat(Recording.readRuns(file))
                .extracting(run -> run.events().size() + "+" + run.dropped())
                .containsExactly("2+0", "4+1", "6+0");

        record(false, 1);
        assertThat(Recording.read(file).events()).hasSize(2);
    }

    private void record(boolean append, int tenures) throws IOException {
        var tracker = Tracker.lenient("c");
        try (var recorder = append ? Recorder.append(tracker, file) : Recorder.record(tracker, file)) {
            flap(tracker.track(S1), tenures);
            tracker.close();
        }
    }

    @Test
    void missingDirectoryIsAnError() {
        try (var tracker = Tracker.lenient("c")) {
            var missing = folder.resolve("no/such/run.jsonl");
            assertThatThrownBy(() -> Recorder.record(tracker, missing)).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> Recorder.append(tracker, missing)).isInstanceOf(IOException.class);
        }
    }

    static boolean canBeFull() {
        return Files.isWritable(Path.of("/dev/full"));
    }

    @Test
    @EnabledIf("canBeFull")
    void fullDiskIsAnError() {
        try (var tracker = Tracker.lenient("c")) {
            assertThatThrownBy(() -> Recorder.record(tracker, Path.of("/dev/full")))
                    .isInstanceOf(IOException.class)
                    .hasMessage("No space left on device");
        }
    }

    private static void flap(LeadershipSink server, int tenures) {
        for (int term = 1; term <= tenures; term++) {
            server.acquired(term);
            server.lost();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Discards the warnings about gaps, so that they are not in the build output. */
    private static final class Silent implements System.Logger {
        @Override
        public String getName() {
            return "silent";
        }

        @Override
        public boolean isLoggable(Level level) {
            return false;
        }

        @Override
        public void log(
                Level level, @Nullable ResourceBundle bundle, @Nullable String message, @Nullable Throwable thrown) {}

        @Override
        public void log(
                Level level, @Nullable ResourceBundle bundle, @Nullable String format, @Nullable Object... values) {}
    }
}
