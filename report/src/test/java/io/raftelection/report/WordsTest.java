package io.raftelection.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.LeadershipEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that the text of an event can be put together again. */
final class WordsTest {
    private final Words words = new Words();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s1 acquired term 7",
                "s1 acquired term 7 already for 3600.000s",
                "s1 ready term 7 !spurious-ready",
                "s1 lost term 7 (\"left for term 7 (\")",
                "\"a lost term 7 (b\" lost term 7 (\"term 7\")",
                "s1 follows \"s2 term 7\" term 7 observed within 0.250s",
                "s1 follows nobody",
                "s1 members s1 s2 learners s3",
                "s1 lost (stepped down)"
            })
    void textIsThatOfTheNotation(String text) {
        var event = LeadershipEvent.parse("1.000s " + text);

        int number = words.number(event);

        var parts = words.texts().get(number);
        var term = event.term().isPresent() ? String.valueOf(event.term().getAsLong()) : "";
        assertThat(parts.before() + term + parts.after()).isEqualTo(text);
    }

    @Test
    void eventsThatDifferOnlyInTheirTermShareAText() {
        for (int term = 0; term < 100; term++) {
            words.number(LeadershipEvent.parse("1.000s \"s1 lost\" lost term " + term + " (\"x\")"));
        }

        assertThat(words.texts()).hasSize(1);
    }
}
