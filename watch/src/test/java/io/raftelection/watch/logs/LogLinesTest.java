package io.raftelection.watch.logs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LogLinesTest {
    private static final int MAX = LogLines.MAX_LINE;

    private static LogLines of(String text) {
        return new LogLines(new ByteArrayInputStream(text.getBytes(UTF_8)));
    }

    private static List<String> all(LogLines lines) throws IOException {
        var all = new ArrayList<String>();
        while (lines.next(true)) {
            all.add(new String(lines.buffer(), lines.from(), lines.to() - lines.from(), UTF_8));
        }
        return all;
    }

    @Test
    void lastLineNeedsNoLineBreak() throws IOException {
        assertThat(all(of("a\n\nb"))).containsExactly("a", "", "b");
        assertThat(all(of(""))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {MAX + 1, MAX * 2, MAX * 4 - 1, MAX * 4, MAX * 4 + 1, 10_000_000})
    void longLineIsCutAndCounted(int length) throws IOException {
        var lines = of("a\n" + "x".repeat(length) + "\nb\n");

        assertThat(all(lines)).containsExactly("a", "x".repeat(MAX), "b");
        assertThat(lines.cut()).isEqualTo(1);
    }

    @Test
    void longestLineIsNotCut() throws IOException {
        var lines = of("x".repeat(MAX) + "\nb\n" + "y".repeat(MAX));

        assertThat(all(lines)).containsExactly("x".repeat(MAX), "b", "y".repeat(MAX));
        assertThat(lines.cut()).isZero();
    }

    @Test
    void linesOfAnyLengthAreThoseOfTheText() throws IOException {
        var random = new Random(42);
        var expected = new ArrayList<String>();
        for (int i = 0; i < 500; i++) {
            expected.add("l".repeat(random.nextInt(20_000)));
        }

        assertThat(all(of(String.join("\n", expected) + "\n"))).isEqualTo(expected);
    }
}
