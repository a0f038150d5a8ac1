package io.raftelection.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftelection.ServerId;
import io.raftelection.Tracker;
import io.raftelection.testing.spi.Links;
import io.raftelection.testing.spi.Members;
import io.raftelection.testing.spi.Nodes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a cluster does that an engine's module leaves as it is, and the words for servers that do not fit. */
final class TestClusterTest {
    private static final ServerId S1 = ServerId.of("s1");
    private static final ServerId S2 = ServerId.of("s2");
    private static final ServerId S3 = ServerId.of("s3");

    /** Overrides as little as it can. */
    private static class Least implements TestCluster {
        @Override
        public List<ServerId> servers() {
            return List.of(S1, S2, S3);
        }

        @Override
        public Optional<String> notOffered(Capability capability) {
            return Optional.of("this engine cannot " + capability.words());
        }

        @Override
        public void start() {}

        @Override
        public boolean isRunning(ServerId server) {
            return false;
        }

        @Override
        public List<Claim> claims() {
            return List.of();
        }

        @Override
        public void kill(ServerId server) {}

        @Override
        public void heal() {}

        @Override
        public void close() {}
    }

    @Test
    void operationThatIsNotOfferedSaysWhy() {
        try (var cluster = new Least()) {
            assertThatThrownBy(() -> cluster.transfer(S1))
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessage("transfer: this engine cannot transfer");
            assertThatThrownBy(() -> cluster.stepDown(S1)).hasMessage("step down: this engine cannot step down");
            assertThatThrownBy(() -> cluster.restart(S1)).hasMessage("restart: this engine cannot restart");
            assertThatThrownBy(() -> cluster.cut(S1, S2)).hasMessage("cut: this engine cannot cut");
            assertThatThrownBy(() -> cluster.isolate(S1)).hasMessage("isolate: this engine cannot isolate");
        }
    }

    @Test
    void operationThatIsOfferedButNotOverriddenIsAMistake() {
        var cluster = new Least() {
            @Override
            public Optional<String> notOffered(Capability capability) {
                return Optional.empty();
            }
        };

        assertThatThrownBy(() -> cluster.transfer(S1))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("transfer: offered by ")
                .hasMessageEndingWith(", but not overridden");
    }

    @Test
    void isolatedServerIsCutOffFromAllOthersInBothDirections() {
        var cuts = new ArrayList<String>();
        var cluster = new Least() {
            @Override
            public Optional<String> notOffered(Capability capability) {
                return Optional.empty();
            }

            @Override
            public void cut(ServerId from, ServerId to) {
                cuts.add(from + " to " + to);
            }
        };

        cluster.isolate(S2);

        assertThat(cuts).containsExactlyInAnyOrder("s2 to s1", "s1 to s2", "s2 to s3", "s3 to s2");
    }

    @Test
    void linkIsCutInOneDirectionAndHealsByServerOrWhole() {
        var links = new Links();
        links.cut(S1, S2);
        links.cut(S3, S1);
        links.cut(S2, S3);

        assertThat(links.isCut(S1, S2)).isTrue();
        assertThat(links.isCut(S2, S1)).isFalse();

        links.heal(S1);

        assertThat(links.isCut(S1, S2)).isFalse();
        assertThat(links.isCut(S3, S1)).isFalse();
        assertThat(links.isCut(S2, S3)).isTrue();

        links.heal();

        assertThat(links.isCut(S2, S3)).isFalse();
    }

    @Test
    void clusterHasOneToNineDifferentServers() {
        var ten = IntStream.range(0, 10).mapToObj(n -> ServerId.of("s" + n)).toList();

        assertThat(new Members(ten.subList(0, 9)).servers()).hasSize(9);
        assertThatThrownBy(() -> new Members(List.of())).hasMessage("servers: [], expected 1 to 9 different ones");
        assertThatThrownBy(() -> new Members(Collections.nCopies(2, S1)))
                .hasMessage("servers: [s1, s1], expected 1 to 9 different ones");
        assertThatThrownBy(() -> new Members(ten)).hasMessage("servers: " + ten + ", expected 1 to 9 different ones");
    }

    @Test
    void serversThatDoNotFitAreNamedWithThoseThatDo() {
        try (var tracker = Tracker.lenient("nodes")) {
            var nodes = new Nodes<String>(new Members(List.of(S1, S2)), tracker::track);
            nodes.put(S1, "node");

            assertThat(nodes.of(S1)).isEqualTo("node");
            nodes.checkKilled(S2);
            assertThatThrownBy(() -> nodes.check(S3))
                    .hasMessage("server s3: not of this cluster, expected one of [s1, s2]");
            assertThatThrownBy(() -> nodes.of(S2)).hasMessage("server s2: does not run, expected one of [s1]");
            assertThatThrownBy(() -> nodes.checkKilled(S1)).hasMessage("server s1: runs, expected a killed one");
        }
    }

    @Test
    void clusterIsStartedOnceAndNotAfterItsEnd() {
        try (var tracker = Tracker.lenient("nodes")) {
            var nodes = new Nodes<String>(new Members(List.of(S1)), tracker::track);

            assertThatThrownBy(() -> nodes.checkRestart(S1)).hasMessage("cluster: not started");
            nodes.start();
            nodes.checkRestart(S1);
            assertThatThrownBy(nodes::start).hasMessage("cluster: started already");
            nodes.close();
            assertThatThrownBy(nodes::start).hasMessage("cluster: closed");
            assertThatThrownBy(() -> nodes.checkRestart(S1)).hasMessage("cluster: closed");
        }
    }
}
