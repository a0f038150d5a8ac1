package io.raftelection.jraft.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.alipay.sofa.jraft.Node;
import com.alipay.sofa.jraft.option.RaftOptions;
import io.raftelection.ServerId;
import io.raftelection.testing.ElectionControl;
import io.raftelection.testing.TestEngine;
import io.raftelection.testing.contract.ConfigurationContract;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The user's options of nodes. */
final class JRaftConfigurationTest extends ConfigurationContract {
    private static final ServerId S1 = ServerId.of("s1");
    private static final ServerId S2 = ServerId.of("s2");

    @Override
    protected TestEngine engine(Consumer<ServerId> configured) {
        return JRaftEngine.builder()
                .configure((server, options) -> configured.accept(server))
                .build();
    }

    @Override
    protected boolean outlivesClusters(Thread thread) {
        return JRaftContractTest.isOfTheWholeJvm(thread);
    }

    @Test
    void optionsAreThoseOfTheUserExceptForWhatTheClusterNeeds() throws Exception {
        var engine = JRaftEngine.builder()
                .configure((server, options) -> {
                    options.setCatchupMargin(server.equals(S2) ? 7 : 5);
                    options.setRaftOptions(new RaftOptions());
                    options.getRaftOptions().setMaxEntriesSize(3);
                    options.setLogUri("/nowhere");
                    options.setFsm(null);
                    options.setServiceFactory(null);
                    options.setInitialConf(null);
                })
                .build();
        try (var control = ElectionControl.start(engine, 3)) {
            control.elect(S1);
            control.client().apply("one");
            control.barrier();

            assertThat(control.counts(S2).commands()).isEqualTo(1);
            var options = control.cluster().unwrap(S2, Node.class).getOptions();
            assertThat(options.getCatchupMargin()).isEqualTo(7);
            assertThat(options.getRaftOptions().getMaxEntriesSize()).isEqualTo(3);
            assertThat(control.cluster().unwrap(S1, Node.class).getOptions().getCatchupMargin())
                    .isEqualTo(5);
        }
    }
}
