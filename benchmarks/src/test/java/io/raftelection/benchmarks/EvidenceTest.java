package io.raftelection.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EvidenceTest {

    @ParameterizedTest
    @EnumSource
    void everyBenchmarkHasFigures(Benchmark benchmark) throws Exception {
        var measurements = benchmark.measure(Profile.SMOKE);

        assertThat(measurements).isNotEmpty().allSatisfy(measurement -> {
            assertThat(measurement.what()).isNotBlank();
            assertThat(measurement.figure()).isNotBlank().doesNotContain("NaN", "∞", "Infinity");
        });
    }

    @Test
    void invalidArgumentsAreRejected() {
        assertThat(Evidence.run("half")).isEqualTo(2);
        assertThat(Evidence.run("quick", "z")).isEqualTo(2);
    }
}
