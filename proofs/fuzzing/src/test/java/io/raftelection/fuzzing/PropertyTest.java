package io.raftelection.fuzzing;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftelection.LeadershipEvent;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Tests that the properties fail for defective parsers, so that the fuzzer can find defects. */
final class PropertyTest {
    private static final String LINE = "1s s1 acquired term 7";

    @Test
    void realParserHasTheProperties() {
        assertThatCode(() -> Property.hold(new NotationSubject(), LINE)).doesNotThrowAnyException();
    }

    @Test
    void crashIsDetected() {
        var crashes = new NotationSubject() {
            @Override
            public LeadershipEvent read(String text) {
                throw new StringIndexOutOfBoundsException(text.length());
            }
        };

        assertThatThrownBy(() -> Property.hold(crashes, LINE))
                .isInstanceOf(AssertionError.class)
                .hasMessage("crashes");
    }

    @Test
    void excessiveMemoryIsDetected() {
        var grabs = new NotationSubject() {
            @Override
            public LeadershipEvent read(String text) {
                Arrays.fill(new byte[1 << 26], (byte) 1);
                return super.read(text);
            }
        };

        assertThatThrownBy(() -> Property.hold(grabs, LINE))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("bytes more than allowed");
    }
}
