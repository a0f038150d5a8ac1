package io.raftelection.testing.contract;

import static io.raftelection.testing.contract.Arena.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftelection.Leadership;
import io.raftelection.ServerId;
import io.raftelection.spi.LeadershipSink;
import io.raftelection.testing.Capability;
import io.raftelection.testing.TestCluster;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every adapter promises, checked on real clusters of its engine. An adapter's test extends it and says how its
 * cluster is made:
 *
 * <pre>{@code
 * final class RatisInMemoryTest extends AdapterContract {
 *     @Override
 *     protected String engine() {
 *         return "Apache Ratis, in memory";
 *     }
 *
 *     @Override
 *     protected TestCluster cluster(List<ServerId> servers, Function<ServerId, LeadershipSink> sinks) {
 *         return RatisCluster.builder(servers, sinks).transport(Transport.MEMORY).build();
 *     }
 * }
 * }</pre>
 *
 * <p>Every test waits for events, never for time. What the tracker was told is held against what the engine says of
 * itself, {@link TestCluster#claims}, so that a report which was swallowed is missed. Where the engine does not offer
 * what a test needs, the test asserts that it says so, and the outcome is "not offered" with the reason: none is
 * skipped. A test that fails prints what was heard.
 *
 * <p>The outcomes are written to {@code target/contract}, a Markdown table of one column an engine.
 *
 * <p>A cluster whose servers all run is used again by the next test.
 */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(180)
public abstract class AdapterContract {
    private final Map<Integer, Arena> arenas = new TreeMap<>();
    private String promise = "";

    @RegisterExtension
    final Outcomes outcomes = new Outcomes();

    @RegisterExtension
    final HistoryOnFailure history = new HistoryOnFailure(this::histories);

    /** Creates it; for JUnit. */
    protected AdapterContract() {}

    /** {@return the engine and how it is run, as the title of its column: {@code Apache Ratis, in memory}} */
    protected abstract String engine();

    /**
     * {@return a cluster that is not started yet}
     *
     * @param servers its servers, 1 to 9
     * @param sinks where each is reported to, as {@code tracker::track}; to be asked once a server
     */
    protected abstract TestCluster cluster(List<ServerId> servers, Function<ServerId, LeadershipSink> sinks);

    @BeforeEach
    final void namePromise(TestInfo test) {
        promise = test.getTestMethod().orElseThrow().getName();
    }

    @AfterEach
    final void engineAgreesAndHistoryIsOrderly() throws InterruptedException {
        for (var arena : arenas.values()) {
            arena.agree();
            arena.checkHistory();
        }
    }

    @AfterAll
    final void closeAndWriteOutcomes() throws Exception {
        closeArenas();
        outcomes.write(engine());
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 5})
    final void firstElectionIsToldWithItsTerm(int servers) throws Exception {
        var arena = arena(servers);

        var first = arena.acquisitions().get(0);

        assertThat(first.server()).isEqualTo(arena.first().server());
        assertThat(first.tenure()).hasValue(1);
        if (lacks(Capability.TERMS, arena)) {
            return;
        }
        assertThat(first.term().orElseThrow()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 5})
    final void expectationOfAChosenServerIsFulfilled(int servers) throws Exception {
        var arena = arena(servers);
        if (lacks(Capability.TRANSFER, arena)) {
            return;
        }
        for (var chosen : arena.others(arena.leader().server())) {
            var old = arena.leader();
            var future = arena.tracker().expect(chosen, PATIENCE);

            arena.cluster().transfer(chosen);

            var leadership = future.done();
            assertThat(leadership.server()).isEqualTo(chosen);
            old.awaitLost(PATIENCE);
            leadership.lost().thenAccept(loss -> {});
        }
    }

    /** A whole cluster of that size, running, with a leader. */
    private Arena arena(int servers) throws Exception {
        var present = arenas.get(servers);
        if (present != null && present.isWhole()) {
            return present;
        }
        if (present != null) {
            present.close();
        }
        var arena = new Arena(servers, this::cluster);
        arenas.put(servers, arena);
        return arena;
    }

    private void closeArenas() {
        arenas.values().forEach(Arena::close);
        arenas.clear();
    }

    private String histories() {
        return arenas.values().stream()
                .map(arena -> arena.tracker().history().toString())
                .collect(Collectors.joining("\n\n"));
    }

    /** Whether the engine does not offer it. If so, it is asserted to say so, and the outcome is noted. */
    private boolean lacks(Capability capability, Arena arena) {
        var reason = arena.cluster().notOffered(capability);
        reason.ifPresent(why -> {
            if (capability != Capability.TERMS) {
                assertThatThrownBy(() -> use(capability, arena))
                        .isInstanceOf(UnsupportedOperationException.class)
                        .hasMessage(capability.words() + ": " + why);
            }
            outcomes.notOffered(promise, why);
        });
        return reason.isPresent();
    }

    private static void use(Capability capability, Arena arena) throws Exception {
        Leadership leader = arena.leader();
        var cluster = arena.cluster();
        var other = arena.others(leader.server()).get(0);
        switch (capability) {
            case TERMS -> {}
            case TRANSFER -> cluster.transfer(other);
            case STEP_DOWN -> cluster.stepDown(leader.server());
            case CUT -> cluster.cut(leader.server(), other);
            case ISOLATE -> cluster.isolate(leader.server());
            case RESTART -> cluster.restart(other);
        }
    }
}
