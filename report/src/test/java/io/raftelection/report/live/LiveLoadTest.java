package io.raftelection.report.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.ServerId;
import io.raftelection.Tracker;
import io.raftelection.report.LivePage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Reports 1,000 events per second to a page that 100 clients read, and one does not. {@code -Dlive.seconds=60} runs it
 * for a minute.
 */
@Timeout(600)
final class LiveLoadTest {
    private static final int CLIENTS = 100;
    private static final int RATE = 1_000;
    private static final int SECONDS = Integer.getInteger("live.seconds", 3);
    private static final String REASON = "x".repeat(500);
    private static final int EVENTS = RATE * SECONDS;

    /**
     * What a client saw.
     *
     * @param events the number of events
     * @param gaps the number of times at which an event was missing or came twice
     * @param latest the end of the last event
     */
    private record Seen(int events, int gaps, long latest) {}

    private static Seen read(StreamClient client) throws IOException {
        int events = 0;
        int gaps = 0;
        while (events < EVENTS) {
            var message = client.next();
            if (message.event().equals("message")) {
                gaps += message.first() == events ? 0 : 1;
                events += message.end() - message.first();
            } else if (message.event().equals("gap")) {
                gaps++;
            }
        }
        return new Seen(events, gaps, System.nanoTime());
    }

    @Test
    void clientsThatReadLoseNothing() throws Exception {
        var executor = Executors.newFixedThreadPool(CLIENTS);
        try (var tracker = Tracker.lenient("orders");
                var page = LivePage.builder().clients(CLIENTS + 1).events(5_000).start(tracker)) {
            var sinks = List.of(tracker.track(ServerId.of("s1")), tracker.track(ServerId.of("s2")));
            var stuck = StreamClient.of(page.address());
            var clients = new ArrayList<StreamClient>();
            List<Future<Seen>> readers = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                var client = StreamClient.of(page.address());
                clients.add(client);
                Callable<Seen> reading = () -> read(client);
                readers.add(executor.submit(reading));
            }
            long start = System.nanoTime();
            long cpu = cpu();
            var reports = new long[EVENTS];
            int threads = 0;
            for (int i = 0; i < EVENTS; i++) {
                long due = start + i * (1_000_000_000L / RATE);
                while (System.nanoTime() < due) {
                    LockSupport.parkNanos(due - System.nanoTime());
                }
                long before = System.nanoTime();
                var sink = sinks.get(i / 2 % 2);
                if (i % 2 == 0) {
                    sink.acquired(i / 2 + 1);
                } else {
                    sink.lost(REASON);
                }
                reports[i] = System.nanoTime() - before;
                threads = i % RATE == RATE / 2 ? Math.max(threads, pageThreads()) : threads;
            }
            long end = System.nanoTime();
            long latest = 0;
            for (var reader : readers) {
                var seen = reader.get(60, TimeUnit.SECONDS);
                assertThat(seen.events()).isEqualTo(EVENTS);
                assertThat(seen.gaps()).isZero();
                latest = Math.max(latest, seen.latest() - end);
            }
            Arrays.sort(reports);
            if (SECONDS >= 60) {
                assertThat(page.dropped()).as("of the client that never reads").isPositive();
            }
            System.out.printf(
                    "live page: %d clients, %d events in %.1f s: 0 lost, %d dropped for a client that never reads; the"
                            + " last event was with all after %d ms, 99.9 %% of the reports took at most %d µs, up to %d threads of the"
                            + " page, %d %% of one core with the clients%n",
                    CLIENTS,
                    EVENTS,
                    (end - start) / 1e9,
                    page.dropped(),
                    Duration.ofNanos(latest).toMillis(),
                    reports[EVENTS - 1 - EVENTS / 1_000] / 1_000,
                    threads,
                    (cpu() - cpu) * 100 / (System.nanoTime() - start));
            stuck.close();
            for (var client : clients) {
                client.close();
            }
        } finally {
            executor.shutdownNow();
        }
    }

    private static int pageThreads() {
        return (int) Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("raft-election-page"))
                .count();
    }

    private static long cpu() {
        return ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .orElse(Duration.ZERO)
                .toNanos();
    }
}
