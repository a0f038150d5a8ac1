package io.raftelection.watch.logs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class LiteralMatcherTest {

    /** Short texts over two letters overlap in every way. */
    @Test
    void matcherFindsWhatContainsFinds() {
        var random = new Random(7);
        for (int round = 0; round < 2_000; round++) {
            var texts = List.of(text(random, 1), text(random, 1), text(random, 1));
            var line = text(random, 0);
            var bytes = ("ab" + line + "ba").getBytes(UTF_8);

            assertThat(LiteralMatcher.of(texts).isIn(bytes, 2, bytes.length - 2))
                    .as("%s in %s", texts, line)
                    .isEqualTo(texts.stream().anyMatch(line::contains));
        }
    }

    private static String text(Random random, int least) {
        var text = new StringBuilder();
        int length = least + random.nextInt(5);
        for (int i = 0; i < length; i++) {
            text.append(random.nextBoolean() ? 'a' : 'ü');
        }
        return text.toString();
    }
}
