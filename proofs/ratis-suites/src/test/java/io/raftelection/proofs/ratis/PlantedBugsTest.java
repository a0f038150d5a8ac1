package io.raftelection.proofs.ratis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** An adapter with a bug makes tests of Ratis fail that pass otherwise. */
final class PlantedBugsTest {
    private static final String TEST =
            "org.apache.ratis.server.simulation.TestPreAppendLeaderStepDownWithSimulatedRpc#testLeaderStepDown";

    @AfterEach
    void attachCorrectly() {
        Attachments.set(Mode.ATTACHED);
    }

    @Test
    void lossThatIsNotReportedIsFound() {
        assertFound(run(Mode.SWALLOWS_A_LOSS), "missed-loss");
    }

    @Test
    void viewWithAnotherTermIsFound() {
        assertFound(run(Mode.READS_TERM_LATE), "FOLLOWS");
    }

    private static void assertFound(TestExecutionSummary run, String words) {
        assertThat(run.getFailures())
                .isNotEmpty()
                .allSatisfy(failure -> assertThat(failure.getException())
                        .hasMessageContaining("tracker and engine differ")
                        .hasMessageContaining(words));
    }

    private static TestExecutionSummary run(Mode mode) {
        Attachments.set(mode);
        var listener = new SummaryGeneratingListener();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectMethod(TEST))
                                .configurationParameter("junit.jupiter.extensions.autodetection.enabled", "true")
                                .build(),
                        listener);
        assertThat(listener.getSummary().getTestsStartedCount()).isPositive();
        return listener.getSummary();
    }
}
