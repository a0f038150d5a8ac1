package io.raftelection.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EvidenceTest {

    @ParameterizedTest
    @EnumSource
    void everyStudyFindsFigures(Study study) throws Exception {
        var findings = study.measure(Strength.SMOKE);

        assertThat(findings).isNotEmpty().allSatisfy(finding -> {
            assertThat(finding.what()).isNotBlank();
            assertThat(finding.figure()).isNotBlank().doesNotContain("NaN", "∞", "Infinity");
        });
    }

    @Test
    void whatIsNotUnderstoodIsRefused() {
        assertThat(Evidence.run("half")).isEqualTo(2);
        assertThat(Evidence.run("quick", "z")).isEqualTo(2);
    }
}
