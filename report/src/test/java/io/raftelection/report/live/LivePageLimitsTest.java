package io.raftelection.report.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.ServerId;
import io.raftelection.Tracker;
import io.raftelection.report.LivePage;
import io.raftelection.spi.LeadershipSink;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a page keeps, how long it takes to close, and connections that only take places. */
@Timeout(120)
final class LivePageLimitsTest {
    private static final int MEGABYTES = 1 << 20;
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private static Tracker tracker() {
        return Tracker.builder("orders").historySize(100).mailboxSize(100_000).build();
    }

    private static void elect(LeadershipSink sink, int from, int terms, String reason) {
        for (int term = from + 1; term <= from + terms; term++) {
            sink.acquired(term);
            sink.lost(reason);
        }
    }

    /** Reads batches until the one that ends before an event. */
    private static void readUntil(StreamClient reader, int event) throws IOException {
        while (reader.next("message").end() < event) {
            // The next one.
        }
    }

    @Test
    void closeTakesASecondAtMostAlthoughAClientNeverReads() throws Exception {
        try (var tracker = tracker()) {
            var sink = tracker.track(ServerId.of("s1"));
            var page = LivePage.builder().start(tracker);
            try (var stuck = StreamClient.of(page.address());
                    var reader = StreamClient.of(page.address())) {
                for (int term = 0; term < 9_000; term += 100) {
                    elect(sink, term, 100, "x".repeat(1_000));
                    readUntil(reader, 2 * (term + 100));
                }
                assertThat(stuck.status()).contains(" 200 ");

                long start = System.nanoTime();
                page.close();
                var passed = Duration.ofNanos(System.nanoTime() - start);

                System.out.println(
                        "live page: close took " + passed.toMillis() + " ms beside a client that never reads");
                // A second, and what a busy machine adds. To wait for a writer takes ten.
                assertThat(passed).isLessThan(Duration.ofSeconds(5));
                assertThat(reader.next("end").data()).isEmpty();
                for (long end = System.nanoTime() + LIMIT.toNanos(); page.clients() > 0; ) {
                    assertThat(System.nanoTime()).as("all clients left").isLessThan(end);
                    Thread.onSpinWait();
                }
            }
        }
    }

    @Test
    void eventsThatAreKeptAreBoundedInBytesForAllGroupsTogether() throws Exception {
        try (var tracker = tracker();
                var other = tracker();
                var page = LivePage.builder().events(200_000).start(tracker)) {
            var sink = tracker.track(ServerId.of("s1"));
            var one = members("\u4e2d");
            var two = members("\u56fd");
            int events = 7_000;
            try (var reader = StreamClient.of(page.address())) {
                for (int event = 0; event < events; event += 100) {
                    for (int i = 0; i < 50; i++) {
                        sink.members(one, Set.of());
                        sink.members(two, Set.of());
                    }
                    readUntil(reader, event + 100);
                }
            }

            long kept = kept(page, events);
            assertThat(kept).isBetween(48L * MEGABYTES, 65L * MEGABYTES);
            for (int i = 1; i < LivePage.MAX_GROUPS; i++) {
                page.add(other, "group " + i);
            }
            long shared = kept(page, events);
            assertThat(shared).isLessThan(2L * MEGABYTES);
            System.out.println("live page: keeps " + kept + " bytes, and " + shared + " of one of 64 groups");
        }
    }

    /** {@return servers whose names have 4,096 characters of three bytes together} */
    private static Set<ServerId> members(String letter) {
        return IntStream.range(10, 27)
                .mapToObj(number -> ServerId.of(letter.repeat(240) + number))
                .collect(Collectors.toSet());
    }

    /** {@return the number of bytes that a new client receives} */
    private static long kept(LivePage page, int events) throws IOException {
        long bytes = 0;
        try (var client = StreamClient.of(page.address())) {
            var reset = client.next("reset").data();
            assertThat(reset.get("omitted").asLong())
                    .isPositive()
                    .isEqualTo(reset.get("first").asLong());
            int end = 0;
            for (var message = client.next(); !message.event().equals("now"); message = client.next()) {
                assertThat(message.event()).isEqualTo("message");
                bytes += message.text().getBytes(StandardCharsets.UTF_8).length;
                end = message.end();
            }
            assertThat(end).isEqualTo(events);
        }
        return bytes;
    }

    @Test
    void twoThousandSilentConnectionsDelayNobody() throws Exception {
        try (var tracker = tracker();
                var page = LivePage.builder().start(tracker)) {
            var sink = tracker.track(ServerId.of("s1"));
            var silent = new ArrayList<Socket>();
            try (var before = StreamClient.of(page.address())) {
                before.next("now");
                for (int i = 0; i < 2_000; i++) {
                    silent.add(
                            new Socket(page.address().getHost(), page.address().getPort()));
                }
                long start = System.nanoTime();
                var request =
                        HttpRequest.newBuilder(page.address()).timeout(LIMIT).build();
                assertThat(HttpClient.newHttpClient()
                                .send(request, HttpResponse.BodyHandlers.ofString())
                                .body())
                        .contains("Leaders of orders");
                try (var after = StreamClient.of(page.address())) {
                    after.next("now");
                    sink.acquired(7);
                    assertThat(before.words(1)).containsExactly("s1 acquired term 7");
                    assertThat(after.words(1)).containsExactly("s1 acquired term 7");
                }
                var passed = Duration.ofNanos(System.nanoTime() - start);
                assertThat(passed).isLessThan(Duration.ofSeconds(5));
                System.out.println("live page: beside 2000 silent connections, a page, a stream and an election took "
                        + passed.toMillis() + " ms");
            } finally {
                for (var socket : silent) {
                    socket.close();
                }
            }
        }
    }
}
