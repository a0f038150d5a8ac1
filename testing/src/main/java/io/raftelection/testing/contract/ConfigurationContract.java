package io.raftelection.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftelection.ServerId;
import io.raftelection.testing.ElectionControl;
import io.raftelection.testing.TestEngine;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The promises about the user's function that configures the servers of an engine. The test of an engine extends this
 * class.
 */
@Timeout(300)
public abstract class ConfigurationContract {
    private static final ServerId S1 = ServerId.of("s1");
    private static final ServerId S2 = ServerId.of("s2");
    private static final ServerId S4 = ServerId.of("s4");
    private static final String REFUSED = ": not configured: java.lang.IllegalArgumentException: no such option";

    /** Creates it; for JUnit. */
    protected ConfigurationContract() {}

    /**
     * {@return the engine, with a function that configures its servers}
     *
     * @param configured the function calls this with each server, and does nothing else
     */
    protected abstract TestEngine engine(Consumer<ServerId> configured);

    /**
     * {@return whether a thread belongs to the engine as a whole, and to no cluster} The default is {@code false} for
     * every thread.
     *
     * @param thread a thread that is alive after its cluster was closed
     */
    protected boolean outlivesClusters(Thread thread) {
        return false;
    }

    private static void refuse() {
        throw new IllegalArgumentException("no such option");
    }

    @Test
    final void configurationIsAppliedAtEveryStart() throws Exception {
        var configured = new CopyOnWriteArrayList<ServerId>();
        try (var control = ElectionControl.start(engine(configured::add), 3)) {
            assertThat(configured).containsExactlyInAnyOrderElementsOf(control.servers());
            control.elect(S1);
            control.kill(S2);
            control.restart(S2);
            control.addServer(S4);

            assertThat(configured).hasSize(5).endsWith(S2, S4);
        }
    }

    @Test
    final void configurationThatThrowsFailsTheStartAndLeavesNothing() throws Exception {
        ElectionControl.start(engine(server -> {}), 3).close(); // the engine now has what it keeps for the whole JVM
        var before = Footprint.now();

        assertThatThrownBy(() -> ElectionControl.start(
                        engine(server -> {
                            if (server.equals(S2)) {
                                refuse();
                            }
                        }),
                        3))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("server s2" + REFUSED)
                .hasCauseInstanceOf(IllegalArgumentException.class);

        assertThat(Footprint.awaitThreadsEnd(before, ElectionControl.PATIENCE, this::outlivesClusters))
                .isEmpty();
        var after = Footprint.now();
        assertThat(after.socketsSince(before)).isEmpty();
        assertThat(after.filesSince(before)).isEmpty();
    }

    @Test
    final void configurationThatThrowsLaterFailsOnlyThatStart() throws Exception {
        var refuses = new AtomicBoolean();
        var engine = engine(server -> {
            if (refuses.get()) {
                refuse();
            }
        });
        try (var control = ElectionControl.start(engine, 3)) {
            control.elect(S1);
            control.kill(S2);
            var members = control.servers();
            refuses.set(true);

            assertThatThrownBy(() -> control.restart(S2)).hasMessage("server s2" + REFUSED);
            assertThatThrownBy(() -> control.addServer(S4)).hasMessage("server s4" + REFUSED);
            assertThat(control.cluster().isRunning(S2)).isFalse();
            assertThat(control.servers()).isEqualTo(members);

            refuses.set(false);
            control.restart(S2);
            control.addServer(S4);
            assertThat(control.elect(S4).isHeld()).isTrue();
        }
    }
}
