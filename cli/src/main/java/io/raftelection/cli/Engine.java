package io.raftelection.cli;

import com.google.errorprone.annotations.Immutable;
import io.raftelection.ServerId;
import io.raftelection.curator.testing.CuratorCluster;
import io.raftelection.jgroups.testing.JGroupsRaftCluster;
import io.raftelection.jraft.testing.JRaftCluster;
import io.raftelection.microraft.testing.MicroRaftCluster;
import io.raftelection.ratis.testing.RatisEngine;
import io.raftelection.ratis.testing.Transport;
import io.raftelection.spi.LeadershipSink;
import io.raftelection.testing.TestCluster;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The engines that can be run, and how a cluster of each is made. */
enum Engine {
    /** Apache Ratis. */
    RATIS(
            "Apache Ratis, gRPC on loopback",
            (servers, sinks) -> new TestCluster(
                    RatisEngine.builder()
                            .transport(Transport.GRPC)
                            .electionTimeout(Duration.ofMillis(300), Duration.ofMillis(600))
                            .build(),
                    servers,
                    sinks)),
    /** SOFAJRaft. */
    JRAFT(
            "SOFAJRaft, in memory",
            (servers, sinks) -> JRaftCluster.builder(servers, sinks).build()),
    /** MicroRaft. */
    MICRORAFT(
            "MicroRaft, in memory",
            (servers, sinks) -> MicroRaftCluster.builder(servers, sinks).build()),
    /** jgroups-raft. */
    JGROUPS_RAFT(
            "jgroups-raft, in memory",
            (servers, sinks) -> JGroupsRaftCluster.builder(servers, sinks).build()),
    /** Apache Curator's leader latch. */
    CURATOR(
            "Apache Curator, one ZooKeeper on loopback",
            (servers, sinks) -> CuratorCluster.builder(servers, sinks).build());

    private final String title;
    private final Clusters clusters;

    Engine(String title, Clusters clusters) {
        this.title = title;
        this.clusters = clusters;
    }

    /** How a cluster is made. */
    @Immutable
    private interface Clusters {
        TestCluster of(List<ServerId> servers, Function<ServerId, LeadershipSink> sinks);
    }

    String title() {
        return title;
    }

    /** A cluster that is not started yet. */
    TestCluster cluster(List<ServerId> servers, Function<ServerId, LeadershipSink> sinks) {
        return clusters.of(servers, sinks);
    }

    /** As it is typed: {@code jgroups-raft}. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Reads a name. */
    static final class Converter implements ITypeConverter<Engine> {

        @Override
        public Engine convert(String word) {
            return Arrays.stream(values())
                    .filter(engine -> engine.word().equals(word))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException("\"" + word + "\", expected "
                            + Arrays.stream(values()).map(Engine::word).collect(Collectors.joining(", "))));
        }
    }
}
