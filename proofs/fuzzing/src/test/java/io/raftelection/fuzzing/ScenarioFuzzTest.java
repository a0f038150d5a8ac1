package io.raftelection.fuzzing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Fuzzes the parser of scenarios. */
final class ScenarioFuzzTest {

    @FuzzTest
    void scenarioIsPlayedOrRefusedWithItsLine(byte[] scenario) throws Exception {
        Property.hold(new ScenarioSubject(), new String(scenario, UTF_8));
    }
}
