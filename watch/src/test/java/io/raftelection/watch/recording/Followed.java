package io.raftelection.watch.recording;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.LeadershipEvent;
import io.raftelection.Tracker;
import io.raftelection.watch.Watch;
import io.raftelection.watch.WatchListener;
import io.raftelection.watch.WatchSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A watch of recordings, and what it reported. */
final class Followed implements AutoCloseable {
    private static final String LAST = "last.jsonl";
    private static final String TIME = "^[0-9.]+s ";

    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> problems = new LinkedBlockingQueue<>();
    private final CountDownLatch isRead = new CountDownLatch(1);
    private final Watch watch;

    /** Starts a watch, and waits until it has read what the files contain already. */
    Followed(Path... files) throws InterruptedException {
        var all = new ArrayList<>(List.of(files));
        all.add(files[0].resolveSibling(LAST)); // it is read last, and is missing
        watch = Watch.start(FollowedRecordings.of(all), WatchSettings.of("orders"), new WatchListener() {
            @Override
            public void event(String group, LeadershipEvent event) {
                events.add(event.toString().replaceFirst(TIME, ""));
            }

            @Override
            public void problem(String subject, String words) {
                if (subject.endsWith(LAST)) {
                    isRead.countDown();
                    return;
                }
                problems.add(Path.of(subject).getFileName() + ": " + words);
            }

            @Override
            public void solved(String subject) {
                problems.add(Path.of(subject).getFileName() + ": solved");
            }
        });
        assertThat(isRead.await(10, TimeUnit.SECONDS)).isTrue();
    }

    Tracker tracker() {
        return watch.tracker();
    }

    void expectEvents(String... expected) throws InterruptedException {
        for (var event : expected) {
            assertThat(next(events)).isEqualTo(event);
        }
    }

    /** Waits for an event, before which others may be reported. */
    void expectLast(String expected) throws InterruptedException {
        for (var event = next(events); !expected.equals(event); event = next(events)) {
            assertThat(event).as("an event before " + expected).isNotNull();
        }
    }

    void expectProblem(String expected) throws InterruptedException {
        assertThat(next(problems)).isEqualTo(expected);
    }

    void expectNoProblem() {
        assertThat(problems).isEmpty();
    }

    private static @Nullable String next(BlockingQueue<String> queue) throws InterruptedException {
        return queue.poll(10, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        watch.close();
    }

    /** {@return the header of a run} */
    static String header() {
        return "{\"format\":\"raft-election\",\"version\":2,\"cluster\":\"orders\",\"startedAt\":\"2026-01-31T12:00:00Z\"}\n";
    }

    /** {@return the line of an event that has no more members} */
    static String line(String at, String event, String server, long term) {
        return "{\"at\":" + at + ",\"event\":\"" + event + "\",\"server\":\"" + server + "\",\"term\":" + term + "}\n";
    }

    /** Appends text to a file, which is created if it does not exist. */
    static void append(Path file, String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
