package io.raftelection.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.LeadershipEvent;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What the fast reader of lines accepts, the reader of all lines accepts as the same event. */
final class PlainLineTest {
    private static final String[] LINES = {
        "{\"at\":12.000000034,\"event\":\"acquired\",\"server\":\"s1\",\"term\":7,\"tenure\":3}",
        "{\"at\":0.5,\"event\":\"acquired\",\"server\":\"node-1:8080\"}",
        "{\"at\":999999999,\"event\":\"lost\",\"server\":\"s1\",\"term\":0,\"tenure\":1,\"cause\":\"stepped down\"}",
        "{\"at\":3.25,\"event\":\"lost\",\"server\":\"s1\",\"tenure\":1,\"cause\":\"superseded\"}",
        "{\"at\":3,\"event\":\"lost\",\"server\":\"s1\",\"term\":999999999999999999}",
        "{\"at\":1.5,\"event\":\"ready\",\"server\":\"s1\",\"term\":7,\"tenure\":1}",
        "{\"at\":1.25,\"event\":\"follows\",\"server\":\"s2\",\"leader\":\"s1\",\"term\":7}",
        "{\"at\":2,\"event\":\"follows\",\"server\":\"s2\",\"leader\":\"s1\"}"
    };
    private static final String ALPHABET = "{}\",:.0123456789 \\eE-+acosrtumn\u0001\u007f\u00e4[]";

    private final PlainLine plain = new PlainLine();

    @Test
    void recordersLinesArePlain() {
        for (var line : LINES) {
            assertThat(read(line)).as(line).isEqualTo(decided(line));
        }
    }

    @Test
    void changedLineIsReadAsFieldsReadsIt() {
        var random = new Random(42);
        int plainLines = 0;
        for (int round = 0; round < 300_000; round++) {
            var line = new StringBuilder(LINES[random.nextInt(LINES.length)]);
            for (int change = random.nextInt(3); change >= 0; change--) {
                int place = random.nextInt(line.length());
                char letter = ALPHABET.charAt(random.nextInt(ALPHABET.length()));
                switch (random.nextInt(3)) {
                    case 0 -> line.setCharAt(place, letter);
                    case 1 -> line.insert(place, letter);
                    default -> line.deleteCharAt(place);
                }
            }
            var event = read(line.toString());
            if (event != null) {
                plainLines++;
                assertThat(event).as(line.toString()).isEqualTo(decided(line.toString()));
            }
        }
        assertThat(plainLines).isGreaterThan(10_000);
    }

    private @org.jspecify.annotations.Nullable LeadershipEvent read(String line) {
        var bytes = line.getBytes(UTF_8);
        return plain.read(bytes, 0, bytes.length).orElse(null);
    }

    private static LeadershipEvent decided(String line) {
        return new EventFields(Fields.parse(line)).event().orElseThrow();
    }
}
