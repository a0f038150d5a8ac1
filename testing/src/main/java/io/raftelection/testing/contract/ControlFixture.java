package io.raftelection.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftelection.ServerId;
import io.raftelection.Tracker;
import io.raftelection.testing.Capability;
import io.raftelection.testing.ElectionControl;
import io.raftelection.testing.TestCluster;
import io.raftelection.testing.TestEngine;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Starts the controlled clusters of the contracts, and checks the operations that the engine does not offer. */
final class ControlFixture {
    private static final ServerId S1 = ServerId.of("s1");
    private static final ServerId S2 = ServerId.of("s2");

    private final Supplier<TestEngine> engine;

    ControlFixture(Supplier<TestEngine> engine) {
        this.engine = engine;
    }

    ElectionControl start(int servers) throws Exception {
        return ElectionControl.start(engine.get(), servers);
    }

    /** Whether the engine does not offer an operation. If so, asserts that a control refuses it with the reason. */
    boolean lacks(Capability capability) throws Exception {
        var reason = notOffered(capability);
        if (reason.isPresent()) {
            try (var control = start(3)) {
                assertThatThrownBy(() -> use(control, capability))
                        .isInstanceOf(UnsupportedOperationException.class)
                        .hasMessage(capability.words() + ": " + reason.get());
            }
        }
        return reason.isPresent();
    }

    /** Creates a cluster only to ask it, and never starts it. */
    private Optional<String> notOffered(Capability capability) {
        try (var tracker = Tracker.lenient("needs");
                var cluster = new TestCluster(engine.get(), List.of(S1), tracker::track)) {
            return cluster.notOffered(capability);
        }
    }

    private static void use(ElectionControl control, Capability capability) throws Exception {
        switch (capability) {
            case COMMANDS -> control.barrier();
            case SNAPSHOT -> control.snapshot(S1);
            case ISOLATE -> control.disconnect(S1);
            case CUT -> control.disconnect(S1, S2);
            case TRANSFER -> control.transfer(S2);
            case PAUSE -> control.pause(S2);
            case MEMBERSHIP -> control.addServer(ServerId.of("another"));
            case LEARNERS -> control.addLearner(ServerId.of("another"));
            case RESTART -> control.restart(S1);
            case ELECT -> control.elect(S1);
            case STEP_DOWN, TERMS -> throw new IllegalArgumentException(capability + ": is no operation of a control");
        }
    }

    static boolean hasCommands(ElectionControl control) {
        return control.cluster().notOffered(Capability.COMMANDS).isEmpty();
    }

    static void submit(ElectionControl control, String command) throws Exception {
        control.client().apply(command);
    }

    static void assertCommands(ElectionControl control, int commands, ServerId... servers) {
        for (var server : servers) {
            assertThat(control.counts(server).commands())
                    .as("commands of %s", server)
                    .isEqualTo(commands);
        }
    }
}
