package io.raftelection.report;

import java.time.Duration;
import java.util.List;

/** Shows tests in other packages how the page spells times. */
public final class Spelling {
    private Spelling() {}

    /** {@return the rounded and the exact words} */
    public static List<String> of(long nanos) {
        return List.of(Durations.rounded(Duration.ofNanos(nanos)), Durations.exact(Duration.ofNanos(nanos)));
    }
}
