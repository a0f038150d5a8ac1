package io.raftelection.report.browser;

import io.raftelection.History;
import io.raftelection.LeadershipEvent;
import io.raftelection.LeadershipEvent.Acquired;
import io.raftelection.LeadershipEvent.Lost;
import io.raftelection.Loss;
import io.raftelection.ServerId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/** Histories for pages that a browser opens. */
final class Recordings {
    static final Instant START = Instant.parse("2026-11-25T08:00:00Z");

    private Recordings() {}

    static History of(Duration until, String... lines) {
        return new History(
                "orders",
                START,
                until,
                Stream.of(lines).map(LeadershipEvent::parse).toList(),
                0);
    }

    /** {@return elections every 3 s among five servers: each led for 1 s, and then nobody for 2 s} */
    static History elections(int events) {
        var all = new ArrayList<LeadershipEvent>(events);
        for (int i = 0; i < events; i++) {
            int election = i / 2;
            var at = Duration.ofSeconds(election * 3L + i % 2);
            var server = ServerId.of("s" + (election % 5 + 1));
            var term = OptionalLong.of(election + 1);
            all.add(
                    i % 2 == 0
                            ? new Acquired(at, server, term, OptionalLong.empty(), Set.of())
                            : new Lost(
                                    at,
                                    server,
                                    term,
                                    OptionalLong.empty(),
                                    Loss.Cause.STEPPED_DOWN,
                                    "",
                                    Set.of(),
                                    Duration.ZERO));
        }
        return new History("orders", START, Duration.ofSeconds(events / 2 * 3L), List.copyOf(all), 0);
    }
}
