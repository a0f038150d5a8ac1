package io.raftelection.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.History;
import io.raftelection.LeadershipEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Tests that the message of a failed test has the latest events; the files have all events. */
final class ClusterReportTest {
    @Test
    void longHistoryIsCutAtItsStart() {
        var events = IntStream.range(0, 1_500)
                .mapToObj(term -> LeadershipEvent.parse("0s s1 acquired term " + term))
                .toList();
        var history = new History("x", Instant.EPOCH, Duration.ZERO, events, 0);

        assertThat(new ClusterReport(history, List.of("recording: f")))
                .message()
                .startsWith("the cluster's history:\n(500 earlier events)\n0.000s s1 acquired term 500\n")
                .endsWith("0.000s s1 acquired term 1499\nrecording: f");
    }
}
