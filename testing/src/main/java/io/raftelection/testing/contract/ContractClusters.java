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
 * The running clusters, at most one of each size. A test uses the cluster of an earlier test again if all its servers
 * run and that test passed.
 */
final class ContractClusters implements BeforeEachCallback, TestWatcher, AutoCloseable {
    /** The size of the cluster whose offered operations are checked. */
    private static final int SIZE = 3;

    private final Supplier<TestEngine> engine;
    private final Outcomes outcomes;
    private final Map<Integer, ContractCluster> clusters = new TreeMap<>();
    private String promise = "";

    ContractClusters(Supplier<TestEngine> engine, Outcomes outcomes) {
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
                + clusters.values().stream()
                        .map(contract -> contract.tracker().history().toString())
                        .collect(Collectors.joining("\n\n")));
        close();
    }

    /** Returns a running cluster of that size with a leader. */
    ContractCluster of(int servers) throws Exception {
        var present = clusters.get(servers);
        if (present != null && present.isWhole()) {
            return present;
        }
        if (present != null) {
            present.close();
        }
        var contract = started(servers);
        clusters.put(servers, contract);
        return contract;
    }

    /** Starts a cluster of that size for one test, which closes it. */
    ContractCluster started(int servers) throws Exception {
        return new ContractCluster(servers, engine.get());
    }

    /** Checks that the engine and the tracker of every cluster agree, and that the history is orderly. */
    void check() throws InterruptedException {
        for (var contract : clusters.values()) {
            contract.agree();
            contract.checkHistory();
        }
    }

    /**
     * Whether the engine does not offer an operation. If so, asserts that it gives the reason, and notes the outcome.
     */
    boolean lacks(Capability capability) throws Exception {
        var contract = of(SIZE);
        var reason = contract.cluster().notOffered(capability);
        reason.ifPresent(why -> {
            if (capability != Capability.TERMS) { // terms are not an operation; checkHistory() checks them
                assertThatThrownBy(() -> use(capability, contract))
                        .isInstanceOf(UnsupportedOperationException.class)
                        .hasMessage(capability.words() + ": " + why);
            }
            outcomes.notOffered(promise, why);
        });
        return reason.isPresent();
    }

    private static void use(Capability capability, ContractCluster contract) throws Exception {
        var cluster = contract.cluster();
        var leader = contract.leader().server();
        var other = contract.others(leader).get(0);
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
            case LEARNERS -> cluster.addLearner(ServerId.of("another"));
        }
    }

    @Override
    public void close() {
        clusters.values().forEach(ContractCluster::close);
        clusters.clear();
    }
}
