package io.raftelection.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.testing.spi.StableTerm;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests that values of two terms are never returned as those of one. */
final class StableTermTest {
    private final List<Long> read = new ArrayList<>();
    private long term = 4;

    private String valuesBefore(long lastTerm, long present) {
        read.add(present);
        if (term < lastTerm) {
            term++;
        }
        return "values of term " + present;
    }

    @Test
    void valuesAreReadOnceIfTheTermStaysTheSame() {
        var values = StableTerm.read(() -> term, present -> valuesBefore(4, present));

        assertThat(values).isEqualTo("values of term 4");
        assertThat(read).containsExactly(4L);
    }

    @Test
    void valuesAreReadAgainUntilTheTermStaysTheSame() {
        var values = StableTerm.read(() -> term, present -> valuesBefore(6, present));

        assertThat(values).isEqualTo("values of term 6");
        assertThat(read).containsExactly(4L, 5L, 6L);
    }
}
