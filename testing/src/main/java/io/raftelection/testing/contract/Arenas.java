package io.raftelection.testing.contract;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftelection.ServerId;
import io.raftelection.testing.Capability;
import io.raftelection.testing.TestEngine;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/**
 * The running clusters, at most one of each size. A test gets one that an earlier test used, if all its servers run and
 * that test passed.
 */
final class Arenas implements BeforeEachCallback, TestWatcher, AutoCloseable {
    private final Supplier<TestEngine> engine;
    private final Outcomes outcomes;
    private final Map<Integer, Arena> arenas = new TreeMap<>();
    private String promise = "";

    Arenas(Supplier<TestEngine> engine, Outcomes outcomes) {
        this.engine = engine;
        this.outcomes = outcomes;
    }

    @Override
    public void beforeEach(ExtensionContext test) {
        promise = Outcomes.promise(test);
    }

    @Override
    public void testFailed(ExtensionContext test, Throwable cause) {
        System.err.println("history of " + test.getDisplayName() + "\n"
                + arenas.values().stream()
                        .map(arena -> arena.tracker().history().toString())
                        .collect(Collectors.joining("\n\n")));
        close();
    }

    /** A whole cluster of that size, running, with a leader. */
    Arena of(int servers) throws Exception {
        var present = arenas.get(servers);
        if (present != null && present.isWhole()) {
            return present;
        }
        if (present != null) {
            present.close();
        }
        var arena = started(servers);
        arenas.put(servers, arena);
        return arena;
    }

    /** A new cluster of that size, running, with a leader, for one test that closes it. */
    Arena started(int servers) throws Exception {
        return new Arena(servers, engine.get());
    }

    /** Checks that every engine says what was told, and that what was told is orderly. */
    void check() throws InterruptedException {
        for (var arena : arenas.values()) {
            arena.agree();
            arena.checkHistory();
        }
    }

    /** Whether the engine does not offer it. If so, it is asserted to say so, and the outcome is noted. */
    boolean lacks(Capability capability, Arena arena) {
        var reason = arena.cluster().notOffered(capability);
        reason.ifPresent(why -> {
            if (capability != Capability.TERMS) { // no operation: that there are none is checked with every history
                assertThatThrownBy(() -> use(capability, arena))
                        .isInstanceOf(UnsupportedOperationException.class)
                        .hasMessage(capability.words() + ": " + why);
            }
            outcomes.notOffered(promise, why);
        });
        return reason.isPresent();
    }

    private static void use(Capability capability, Arena arena) throws Exception {
        var cluster = arena.cluster();
        var leader = arena.leader().server();
        var other = arena.others(leader).get(0);
        switch (capability) {
            case TERMS -> {}
            case TRANSFER -> cluster.transfer(other);
            case STEP_DOWN -> cluster.stepDown(leader);
            case CUT -> cluster.cut(leader, other);
            case ISOLATE -> cluster.isolate(leader);
            case RESTART -> cluster.restart(other);
            case ELECT -> cluster.campaign(other);
            case COMMANDS -> cluster.submit(leader, new byte[0]);
            case SNAPSHOT -> cluster.snapshot(leader);
            case PAUSE -> cluster.pause(leader);
            case MEMBERSHIP -> cluster.addServer(ServerId.of("another"));
        }
    }

    @Override
    public void close() {
        arenas.values().forEach(Arena::close);
        arenas.clear();
    }
}
