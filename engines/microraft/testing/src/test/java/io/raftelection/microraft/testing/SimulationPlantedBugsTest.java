package io.raftelection.microraft.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.microraft.model.impl.DefaultRaftModelFactory;
import io.microraft.persistence.RestoredRaftState;
import io.raftelection.spi.ForwardingSink;
import io.raftelection.spi.LeadershipSink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Tests that a simulation finds planted bugs with a fixed seed, and that the seed finds nothing without the bug. */
final class SimulationPlantedBugsTest {
    /** The first seed that finds each bug. */
    private static final long TWO_VOTES = 19;

    private static final long LOSS_KEPT_BACK = 19;

    @Test
    void voteThatIsForgottenElectsTwoLeadersOfOneTerm() {
        var simulation = Simulation.run(TWO_VOTES, SimulationPlantedBugsTest::withoutVote, UnaryOperator.identity());

        assertThat(simulation.history().isSafe()).as(simulation.toString()).isFalse();
        assertThat(simulation.violations()).anyMatch(violation -> violation.startsWith("election safety VIOLATED"));
        assertThat(Simulation.run(TWO_VOTES).violations()).isEmpty();
    }

    @Test
    void whatIsWrongIsSaidWithTheSeedAndHowToReplayIt() {
        var simulation = Simulation.run(TWO_VOTES, SimulationPlantedBugsTest::withoutVote, UnaryOperator.identity());

        assertThatThrownBy(() -> SimulationTest.expectNothingWrong(simulation))
                .hasMessageContaining("seed " + TWO_VOTES + ": election safety VIOLATED")
                .hasMessageContaining("-Dsimulation.seed=" + TWO_VOTES);
    }

    @Test
    void whatIsThrownIsSaidWithTheSeed() {
        UnaryOperator<MemoryStore> broken = store -> {
            throw new UncheckedIOException(new IOException("disk is broken"));
        };

        assertThatThrownBy(() -> Simulation.run(7, broken, UnaryOperator.identity()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("seed 7: ")
                .hasMessageContaining("disk is broken");
    }

    /** Returns a copy of a store without the vote. */
    private static MemoryStore withoutVote(MemoryStore store) {
        var forgetful = new MemoryStore();
        store.restored().ifPresent(state -> copyWithoutVote(state, forgetful));
        return forgetful;
    }

    private static void copyWithoutVote(RestoredRaftState state, MemoryStore to) {
        to.persistAndFlushLocalEndpoint(state.getLocalEndpointPersistentState());
        to.persistAndFlushInitialGroupMembers(state.getInitialGroupMembers());
        to.persistAndFlushTerm(new DefaultRaftModelFactory()
                .createRaftTermPersistentStateBuilder()
                .setTerm(state.getTermPersistentState().getTerm())
                .build());
        to.persistLogEntries(state.getLogEntries());
    }

    @Test
    void lossThatTheAdapterKeepsBackIsNoticed() {
        var simulation = Simulation.run(LOSS_KEPT_BACK, UnaryOperator.identity(), ThirdLossKeptBack::new);

        assertThat(simulation.violations()).isNotEmpty();
        assertThat(simulation.history().isSafe()).isTrue();
        assertThat(Simulation.run(LOSS_KEPT_BACK).violations()).isEmpty();
    }

    /** An adapter that reports every loss of a server except the third. */
    private static final class ThirdLossKeptBack implements ForwardingSink {
        private final LeadershipSink sink;
        private int losses;

        ThirdLossKeptBack(LeadershipSink sink) {
            this.sink = sink;
        }

        @Override
        public LeadershipSink sink() {
            return sink;
        }

        @Override
        public LeadershipSink newAttachment() {
            return this;
        }

        @Override
        public void lost() {
            lost("");
        }

        @Override
        public void lost(String reason) {
            if (++losses != 3) {
                sink.lost(reason);
            }
        }
    }
}
