package io.raftelection.report.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftelection.LeadershipEvent;
import io.raftelection.ServerId;
import io.raftelection.Tracker;
import io.raftelection.TrackerClosedException;
import io.raftelection.report.LivePage;
import io.raftelection.spi.LeadershipSink;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Reads streams of live pages. */
@Timeout(60)
final class LivePageTest {
    private static final ServerId S1 = ServerId.of("s1");
    private static final ServerId S2 = ServerId.of("s2");

    private static Tracker tracker() {
        return Tracker.builder("orders")
                .historySize(100_000)
                .mailboxSize(100_000)
                .build();
    }

    private static void elect(LeadershipSink sink, int from, int terms) {
        for (int term = from + 1; term <= from + terms; term++) {
            sink.acquired(term);
            sink.lost();
        }
    }

    private static List<String> words(Tracker tracker) {
        return tracker.history().events().stream()
                .map(LeadershipEvent::toString)
                .map(line -> line.substring(line.indexOf(' ') + 1))
                .toList();
    }

    @Test
    void streamBeginsWithTheHistoryAndGoesOnWithoutAGapOrDuplicates() throws Exception {
        try (var tracker = tracker()) {
            var sink = tracker.track(S1);
            tracker.track(S2).follows(S1, 1);
            elect(sink, 0, 1_000);
            try (var page = LivePage.builder().start(tracker);
                    var client = StreamClient.of(page.address())) {
                assertThat(client.next().event()).isEqualTo("reset");
                elect(sink, 1_000, 1_000);

                assertThat(client.words(4_001)).containsExactlyElementsOf(words(tracker));
            }
        }
    }

    @Test
    void pageOfATrackerThatReportsAllTheTimeMissesNothingAtItsStart() throws Exception {
        for (int round = 0; round < 20; round++) {
            try (var tracker = tracker()) {
                var sink = tracker.track(S1);
                var reporter = new Thread(() -> elect(sink, 0, 2_000));
                reporter.start();
                try (var page = LivePage.builder().start(tracker);
                        var client = StreamClient.of(page.address())) {
                    reporter.join();
                    assertThat(client.words(4_000)).containsExactlyElementsOf(words(tracker));
                }
            }
        }
    }

    @Test
    void clientThatComesBackContinuesAfterItsLastEvent() throws Exception {
        try (var tracker = tracker();
                var page = LivePage.builder().start(tracker)) {
            var sink = tracker.track(S1);
            elect(sink, 0, 10);
            String id;
            List<String> words;
            try (var client = StreamClient.of(page.address())) {
                words = new ArrayList<>(client.words(20));
                id = client.lastId();
            }
            elect(sink, 10, 10);

            try (var again = StreamClient.of(page.address(), "Last-Event-ID: " + id)) {
                words.addAll(again.words(20));
                assertThat(words).containsExactlyElementsOf(words(tracker));
            }
            try (var again = new StreamClient(page.address(), "/events/0?after=" + id)) {
                assertThat(again.next().words()).startsWith("s1 acquired term 11");
            }
            assertThat(page.dropped()).isZero();
        }
    }

    @Test
    void clientThatComesBackTooLateStartsAnewAndIsToldHowMuchItMissed() throws Exception {
        try (var tracker = tracker();
                var page = LivePage.builder().events(100).start(tracker)) {
            var sink = tracker.track(S1);
            elect(sink, 0, 10);
            String id;
            try (var client = StreamClient.of(page.address())) {
                client.words(20);
                id = client.lastId();
            }
            try (var reader = StreamClient.of(page.address())) {
                reader.words(20);
                for (int i = 0; i < 40; i++) {
                    elect(sink, 10 + 10 * i, 10);
                    reader.words(20);
                }
            }

            try (var again = StreamClient.of(page.address(), "Last-Event-ID: " + id)) {
                var reset = again.next();
                assertThat(reset.event()).isEqualTo("reset");
                long dropped = reset.data().get("dropped").asLong();
                assertThat(dropped).isGreaterThan(600).isEqualTo(page.dropped());
                assertThat(reset.data().get("first").asLong()).isEqualTo(20 + dropped);
                assertThat(reset.data().get("omitted").asLong()).isEqualTo(20 + dropped);
                assertThat(again.words((int) (800 - dropped)))
                        .containsExactlyElementsOf(words(tracker).subList((int) (20 + dropped), 820));
            }
        }
    }

    @Test
    void idsOfOtherPagesAndNonsenseStartAnew() throws Exception {
        try (var tracker = tracker();
                var page = LivePage.builder().start(tracker)) {
            elect(tracker.track(S1), 0, 1);
            for (var id : List.of("", "x", "0.0", "-1", "9".repeat(1_000), "%00", "é")) {
                try (var client = StreamClient.of(page.address(), "Last-Event-ID: " + id)) {
                    assertThat(client.next().event()).as(id).isEqualTo("reset");
                    assertThat(client.words(2)).containsExactlyElementsOf(words(tracker));
                }
            }
        }
    }

    @Test
    void eventsThatTheTrackerDroppedAreCountedAndThePresentStateIsRight() throws Exception {
        Queue<Runnable> tasks = new ArrayDeque<>();
        Executor executor = task -> {
            synchronized (tasks) {
                tasks.add(task);
            }
        };
        try (var tracker = Tracker.builder("orders")
                        .mailboxSize(10)
                        .executor(executor)
                        .build();
                var page = LivePage.builder().start(tracker);
                var client = StreamClient.of(page.address())) {
            var s1 = tracker.track(S1);
            var s2 = tracker.track(S2);
            s1.acquired(1);
            for (int term = 2; term <= 50; term++) {
                s2.followsNobody(term);
            }
            s1.lost();
            s2.acquired(51);
            Runnable task;
            synchronized (tasks) {
                task = tasks.remove();
            }
            task.run();

            assertThat(client.words(10)).startsWith("s1 acquired term 1");
            var batch = client.next("message");
            assertThat(batch.data().get("missed").asLong()).isEqualTo(42);
            var open = batch.data().get("open").get("led");
            assertThat(open).hasSize(1);
            assertThat(open.get(0).get(0).asText()).isEqualTo("s2");
            try (var again = StreamClient.of(page.address(), "Last-Event-ID: " + client.lastId())) {
                assertThat(again.next().event()).isEqualTo("now");
            }
        }
    }

    @Test
    void furtherClientIsRefusedUntilAnotherOneLeaves() throws Exception {
        try (var tracker = tracker();
                var page = LivePage.builder().clients(2).start(tracker)) {
            var sink = tracker.track(S1);
            try (var one = StreamClient.of(page.address());
                    var two = StreamClient.of(page.address())) {
                one.next("now");
                two.next("now");
                assertThat(page.clients()).isEqualTo(2);
                try (var three = StreamClient.of(page.address())) {
                    assertThat(three.status()).contains(" 503 ");
                }
            }
            for (int term = 0; page.clients() > 0; term++) {
                elect(sink, term, 1); // the server notices with the next writes
                awaitNothing(page.address());
            }
            try (var three = StreamClient.of(page.address())) {
                assertThat(three.status()).contains(" 200 ");
            }
        }
    }

    private static void awaitNothing(URI page) throws Exception {
        var request = HttpRequest.newBuilder(page).build();
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding());
    }

    @Test
    void severalGroupsHaveAStreamEach() throws Exception {
        try (var orders = tracker();
                var invoices = Tracker.lenient("invoices");
                var page = LivePage.builder().start()) {
            page.add(orders, "orders/<1>");
            page.add(invoices, "");
            elect(orders.track(S1), 0, 1);
            elect(invoices.track(S2), 4, 1);

            var request = HttpRequest.newBuilder(page.address()).build();
            var list = HttpClient.newHttpClient()
                    .send(request, HttpResponse.BodyHandlers.ofString())
                    .body();
            assertThat(list).contains("<a href=\"groups/0\">orders/&lt;1&gt;</a>", "<a href=\"groups/1\">invoices</a>");
            try (var client = new StreamClient(page.address(), "/events/1")) {
                assertThat(client.words(2)).startsWith("s2 acquired term 5");
            }
            for (int i = 2; i < LivePage.MAX_GROUPS + 3; i++) {
                page.add(orders, "group " + i);
            }
            assertThat(HttpClient.newHttpClient()
                            .send(request, HttpResponse.BodyHandlers.ofString())
                            .body())
                    .contains("groups/63", "3 more groups cannot be shown.")
                    .doesNotContain("groups/64");
        }
    }

    @Test
    void closeSendsTheLastEventsAndEndsAllStreamsAtOnce() throws Exception {
        try (var tracker = tracker()) {
            var sink = tracker.track(S1);
            var clients = new ArrayList<StreamClient>();
            var page = LivePage.builder().start(tracker);
            for (int i = 0; i < 50; i++) {
                var client = StreamClient.of(page.address());
                client.next("now");
                clients.add(client);
            }
            elect(sink, 0, 1);
            long start = System.nanoTime();
            page.close();
            page.close();

            for (var client : clients) {
                assertThat(client.words(2)).containsExactlyElementsOf(words(tracker));
                assertThat(client.next("end").data()).isEmpty();
                assertThat(client.ends()).isTrue();
                client.close();
            }
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
            assertThat(page.clients()).isZero();
            assertThatThrownBy(() -> page.add(tracker, "")).hasMessage("page: is closed");
        }
    }

    @Test
    void closedTrackerIsRefusedAndThePortIsFreeAgain() throws Exception {
        int port;
        try (var tracker = tracker();
                var page = LivePage.builder().start(tracker)) {
            port = page.address().getPort();
        }
        var closed = tracker();
        closed.close();

        assertThatThrownBy(() -> LivePage.builder().port(port).start(closed))
                .isInstanceOf(TrackerClosedException.class);
        try (var tracker = tracker();
                var page = LivePage.builder().port(port).start(tracker)) {
            assertThat(page.address()).isEqualTo(URI.create("http://127.0.0.1:" + port + "/"));
        }
    }
}
