package io.raftelection.fuzzing;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests texts that are longer than those of a fuzzer. */
final class HugeTextTest {
    private static final String LONG = "x".repeat(1 << 20);

    static List<String> lines() {
        return List.of(
                LONG,
                "1s \"" + LONG + "\" acquired",
                "1s s lost (\"" + LONG + "\")",
                "1s s lost (\"" + "\\u000a".repeat(1 << 18) + "\") !stale",
                "1s s lost (\"" + LONG,
                "1s s acquired term " + "9".repeat(1 << 20),
                "9".repeat(1 << 20) + "s s acquired",
                "1s s acquired" + " !stale".repeat(1 << 18));
    }

    static List<String> scenarios() {
        return List.of(
                LONG,
                "lenient\ntrack \"" + LONG + "\"",
                "lenient\ntrack \"" + "\\\"".repeat(1 << 20),
                "lenient\ntrack" + " s".repeat(1 << 18),
                "lenient\n" + "# x\n".repeat(1 << 18),
                "lenient\n" + "advance 1s\n".repeat(1 << 14));
    }

    @ParameterizedTest
    @MethodSource("lines")
    void lineIsReadOrRefusedAsShortOnesAre(String line) throws Exception {
        Property.hold(new NotationSubject(), line);
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void scenarioIsPlayedOrRefusedAsShortOnesAre(String scenario) throws Exception {
        Property.hold(new ScenarioSubject(), scenario);
    }
}
