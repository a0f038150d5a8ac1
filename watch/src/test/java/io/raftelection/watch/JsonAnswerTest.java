package io.raftelection.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Reads values that servers wrote. */
final class JsonAnswerTest {
    private static JsonAnswer json(String text) throws AnswerException {
        return JsonAnswer.parse("s1", text);
    }

    @Test
    void numbersMayBeWrittenAsStrings() throws Exception {
        assertThat(json("\"7\"").number()).isEqualTo(7);
        assertThat(json("7").number()).isEqualTo(7);
        assertThat(json("\"18446744073709551615\"").unsigned()).isEqualTo(-1L);
    }

    @Test
    void numbersOutOfRangeAreRefused() {
        assertThatThrownBy(() ->
                        json("{\"term\":\"9223372036854775808\"}").get("term").number())
                .hasMessage("s1: term: is \"9223372036854775808\","
                        + " expected a whole number from 0 to 9223372036854775807");
        assertThatThrownBy(() -> json("\"18446744073709551616\"").unsigned())
                .hasMessageContaining("expected a whole number from 0 to 18446744073709551615");
        for (var wrong : new String[] {"-1", "1.5", "1e3", "true", "\"\"", "\"x\"", "[1]", "\"٣\""}) {
            assertThatThrownBy(() -> json(wrong).number()).isInstanceOf(AnswerException.class);
        }
    }

    @Test
    void otherTypesAreRefusedWithTheirPath() throws Exception {
        var answer = json("{\"a\":[{\"b\":1},2]}");

        assertThatThrownBy(() -> answer.get("a").items().get(0).get("b").text())
                .hasMessage("s1: a[0]: b: is 1, expected a string");
        assertThatThrownBy(() -> answer.get("c")).hasMessage("s1: c: is missing");
        assertThatThrownBy(() -> answer.get("a").members()).hasMessage("s1: a: is an array, expected an object");
        assertThat(answer.find("c")).isEmpty();
    }

    @Test
    void textThatIsNotOneValueIsRefused() {
        for (var wrong : new String[] {"", "{", "{} {}", "{\"a\":1,\"a\":2}", "nul", "[".repeat(1_000), "\"\u0001\""}) {
            assertThatThrownBy(() -> json(wrong))
                    .isInstanceOf(AnswerException.class)
                    .hasMessageStartingWith("s1: ");
        }
        assertThatThrownBy(() -> json("\"" + "x".repeat(10 << 20) + "\"")).isInstanceOf(AnswerException.class);
        assertThatThrownBy(() -> json("1".repeat(1_000))).isInstanceOf(AnswerException.class);
    }
}
