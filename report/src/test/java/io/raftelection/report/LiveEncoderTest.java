package io.raftelection.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.raftelection.LeadershipEvent.Acquired;
import io.raftelection.ServerId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Makes the messages of a stream of which events are missing. */
final class LiveEncoderTest {
    private final LiveEncoder encoder = new LiveEncoder("e", Instant.EPOCH);

    private static String text(LiveBatch batch) {
        return new String(batch.bytes(), StandardCharsets.UTF_8);
    }

    private static JsonNode data(LiveBatch batch) throws Exception {
        var text = text(batch);
        return new ObjectMapper().readTree(text.substring(text.indexOf('{')));
    }

    private void acquired(long nanos) {
        var at = Duration.ofNanos(nanos);
        encoder.event(
                new Acquired(at, ServerId.of("s1"), OptionalLong.of(7), OptionalLong.empty(), Set.of()), Instant.EPOCH);
    }

    @Test
    void missingEventsHaveNumbers() throws Exception {
        acquired(10);
        encoder.batch(Duration.ofNanos(20));
        encoder.restart(Duration.ofNanos(1_000), List.of(), 42);
        var gap = encoder.batch(Duration.ofNanos(1_000));
        acquired(1_100);
        var after = encoder.batch(Duration.ofNanos(1_100));

        assertThat(text(gap)).startsWith("id: e.43\n");
        assertThat(gap.next()).isEqualTo(43);
        assertThat(data(gap).get("missed").asLong()).isEqualTo(42);
        assertThat(after.first()).isEqualTo(43);
        assertThat(encoder.next()).isEqualTo(44);
    }

    @Test
    void leadershipEndsWhereMissingEventsBegin() throws Exception {
        acquired(10);
        encoder.batch(Duration.ofNanos(20));
        encoder.restart(Duration.ofNanos(1_000), List.of(), 42);
        var gap = data(encoder.batch(Duration.ofNanos(1_000)));

        assertThat(gap.get("since").asLong()).isEqualTo(20);
        assertThat(gap.get("led").get(0).get(2).asLong()).isEqualTo(20);
    }
}
