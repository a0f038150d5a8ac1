package io.raftelection.watch.beside;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.ServerId;
import io.raftelection.Tracker;
import io.raftelection.watch.Watch;
import io.raftelection.watch.WatchSettings;
import io.raftelection.watch.beside.Disagreement.Kind;
import io.raftelection.watch.recording.FollowedRecordings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class LiveBesideTest {
    private static final ServerId A1 = ServerId.of("a1");
    private static final ServerId A2 = ServerId.of("a2");
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @TempDir
    private Path folder;

    private final Tracker store = Tracker.lenient("orders");
    private final BlockingQueue<Disagreement> periods = new LinkedBlockingQueue<>();

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void applicationThatWritesARecordingIsComparedWhileItRuns() throws Exception {
        var file = folder.resolve("app.jsonl");
        write(file, "{\"format\":\"raft-election\",\"version\":2,\"cluster\":\"orders\"}");
        var first = store.track(A1);
        var second = store.track(A2);
        try (var watch = Watch.start(FollowedRecordings.of(List.of(file)), WatchSettings.of("orders"));
                var beside = LiveBeside.start(store, watch.tracker(), periods::add)) {
            first.acquired(7);
            write(file, "{\"at\":1,\"event\":\"acquired\",\"server\":\"a1\",\"term\":7}");
            var leadership = watch.tracker().awaitLeader(PATIENCE);
            first.lost();
            second.acquired(8);
            TimeUnit.MILLISECONDS.sleep(5); // a period that is long enough to count
            write(file, "{\"at\":2,\"event\":\"lost\",\"server\":\"a1\",\"term\":7}");
            assertThat(leadership.awaitLost(PATIENCE)).isNotNull();

            var period = next(Kind.STORE_NAMED_ANOTHER);
            assertThat(period.toString())
                    .matches("a1 \\(7\\) believed that it led for \\d+\\.\\d{3} s"
                            + " after the store gave the leadership to a2 \\(8\\)");
            assertThat(beside.report().figures(Kind.STORE_NAMED_ANOTHER).total())
                    .isEqualTo(period.length());
        }
    }

    @Test
    void eventsOfTheTrackersAreOrderedBeforeTheyCount() throws Exception {
        try (var applications = Tracker.lenient("orders");
                var beside = LiveBeside.start(store, applications, periods::add)) {
            var leader = store.track(A1);
            var application = applications.track(A1);
            for (int i = 1; i <= 200; i++) {
                leader.acquired(i);
                application.acquired(i);
                application.lost();
                leader.lost();
            }
            var later = applications.track(A2);
            later.acquired(201);
            TimeUnit.MILLISECONDS.sleep(5); // a period that is long enough to count
            later.lost();
            next(Kind.STORE_NAMED_NOBODY); // the trackers have delivered the events before

            assertThat(beside.report().periods())
                    .extracting(Disagreement::application)
                    .containsOnly(A2);
        }
    }

    @Test
    void periodThatLastsIsReportedWithItsLengthSoFar() throws Exception {
        try (var applications = Tracker.lenient("orders");
                var beside = LiveBeside.start(store, applications, periods::add)) {
            store.track(A1).acquired(7);
            applications.track(A1).acquired(7);
            var loser = applications.track(A2);
            loser.acquired(6);
            TimeUnit.MILLISECONDS.sleep(5); // a period that is long enough to count
            loser.lost();
            next(Kind.STORE_NAMED_ANOTHER); // the events before are compared too
            store.untrack(A1);
            var both = applications.track(ServerId.of("a3"));
            both.acquired(9);
            TimeUnit.MILLISECONDS.sleep(5);
            both.lost();
            next(Kind.STORE_NAMED_NOBODY);

            assertThat(beside.report().periods())
                    .filteredOn(Disagreement::lasts)
                    .singleElement()
                    .satisfies(period -> {
                        assertThat(period.kind()).isEqualTo(Kind.STORE_NAMED_NOBODY);
                        assertThat(period.toString())
                                .contains("a1 (7) believed that it led for", "s so far after the store");
                    });
        }
    }

    @Test
    void periodsOfAnApplicationThatWasKilledDoNotCount() throws Exception {
        try (var applications = Tracker.lenient("orders");
                var beside = LiveBeside.start(store, applications, periods::add)) {
            var killed = applications.track(A1);
            killed.acquired(7);
            store.track(A2).acquired(8);
            applications.track(A2).acquired(8);
            TimeUnit.MILLISECONDS.sleep(5); // periods that are long enough to count
            killed.lost(FollowedRecordings.RUN_ENDED);
            applications.untrack(A2);
            var later = applications.track(ServerId.of("a3"));
            later.acquired(9);
            TimeUnit.MILLISECONDS.sleep(5);
            later.lost();
            next(Kind.STORE_NAMED_ANOTHER); // the events before are compared too

            assertThat(beside.report().periods())
                    .extracting(period -> period.application().value())
                    .containsOnly("a3");
        }
    }

    private Disagreement next(Kind kind) throws InterruptedException {
        var next = periods.poll(10, TimeUnit.SECONDS);
        while (next != null && next.kind() != kind) {
            next = periods.poll(10, TimeUnit.SECONDS);
        }
        assertThat(next).as("a period of the kind " + kind).isNotNull();
        return next;
    }

    private static void write(Path file, String line) throws Exception {
        Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
