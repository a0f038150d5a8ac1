package io.raftelection.watch.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.curator.framework.recipes.locks.StandardLockInternalsDriver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The names of the nodes that Curator makes. */
final class CandidateNodeTest {
    private static CandidateNode node(String name) {
        return CandidateNode.of(name).orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"orders", "latch-", "latch-12", "latch-0000000012x", "n_0000000012", "lease-0000000001"})
    void nodeOfSomethingElseIsNoCandidate(String name) {
        assertThat(CandidateNode.of(name)).isEmpty();
    }

    @Test
    void orderIsThatOfCurator() {
        var names = Stream.of(
                        "_c_f-latch-0000000012",
                        "_c_a-latch-0000000013",
                        "latch-0000000002",
                        "_c_latch-1-latch-0000000009",
                        "_c_b-latch--2147483648")
                .toList();

        var curator = names.stream()
                .sorted((one, other) -> sorted(one).compareTo(sorted(other)))
                .toList();
        assertThat(new TreeSet<>(names.stream().map(CandidateNodeTest::node).toList()))
                .extracting(CandidateNode::name)
                .containsExactlyElementsOf(curator);
    }

    private static String sorted(String name) {
        return StandardLockInternalsDriver.standardFixForSorting(name, "latch-");
    }

    @Test
    void onlyTheChildrenOfThePathAreNodes() {
        var path = ElectionPath.parse("/app/orders/");

        assertThat(path.child("lock-0000000001")).isEqualTo("/app/orders/lock-0000000001");
        assertThat(Stream.of(
                                "/app/orders/lock-0000000001",
                                "/app/orders/x/lock-0000000001",
                                "/app/orders2/y",
                                "/app/orders")
                        .map(path::nameOf))
                .containsExactly("lock-0000000001", "", "", "");
        assertThat(CandidateNode.of("lock-0000000001")).isEqualTo(Optional.of(node("lock-0000000001")));
    }
}
