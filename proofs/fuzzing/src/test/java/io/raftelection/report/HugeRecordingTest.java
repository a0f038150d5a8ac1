package io.raftelection.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftelection.fuzzing.Property;
import java.io.Reader;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests recordings that are larger than those of a fuzzer. */
final class HugeRecordingTest {
    private static final String HEADER = "{\"format\":\"raft-election\",\"version\":1}\n";

    static List<String> lines() {
        return List.of(
                "[".repeat(60_000),
                "{\"x\":".repeat(10_000),
                "{\"x\":" + "[".repeat(60_000),
                "{\"at\":" + "9".repeat(60_000) + "}",
                "{\"at\":1e999999999,\"event\":\"end\"}",
                "{\"at\":1e-2147483647,\"event\":\"end\"}",
                "{\"at\":1,\"event\":\"missed\",\"count\":1e2147483647}",
                "{\"at\":1,\"event\":\"" + "x".repeat(60_000) + "\"}",
                IntStream.range(0, 5_000).mapToObj(n -> "\"x" + n + "\":1").collect(Collectors.joining(",", "{", "}")),
                IntStream.range(0, 5_000)
                        .mapToObj(n -> "\"s" + n + "\"")
                        .collect(Collectors.joining(
                                ",", "{\"at\":1,\"event\":\"members\",\"server\":\"s\",\"voters\":[", "]}")),
                "{\"at\":1,\"event\":\"follows\",\"server\":\"s\",\"leader\":\"" + "x".repeat(60_000) + "\"}",
                "x".repeat(1 << 20),
                "{\"at\":1,\"event\":\"acquired\",\"server\":\"s\"}\n".repeat(1 << 14));
    }

    @ParameterizedTest
    @MethodSource("lines")
    void recordingIsReadOrRefusedAsSmallOnesAre(String line) throws Exception {
        Property.hold(new RecordingSubject(), HEADER + line);
    }

    @ParameterizedTest
    @ValueSource(chars = {'x', ' ', '{', '\r', '\0'})
    void lineWithoutAnEndIsRefusedSoon(char c) {
        var endless = new Endless(c);

        assertThatThrownBy(() -> Recording.read(endless)).hasMessage("line 1: is longer than 65536 bytes");

        assertThat(endless.read).isLessThan(300_000);
    }

    /** An endless text of one character. */
    private static final class Endless extends Reader {
        private final char character;
        private long read;

        Endless(char character) {
            this.character = character;
        }

        @Override
        public int read(char[] buffer, int from, int length) {
            Arrays.fill(buffer, from, from + length, character);
            read += length;
            return length;
        }

        @Override
        public void close() {}
    }
}
