package io.raftelection.cli;

import com.google.errorprone.annotations.Immutable;
import io.raftelection.ServerId;
import io.raftelection.curator.testing.CuratorCluster;
import io.raftelection.jgroups.testing.JGroupsRaftCluster;
import io.raftelection.jraft.testing.JRaftCluster;
import io.raftelection.microraft.testing.MicroRaftCluster;
import io.raftelection.ratis.testing.RatisCluster;
import io.raftelection.spi.LeadershipSink;
import io.raftelection.testing.TestCluster;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The engines that the command can run. */
enum Engine {
    /** Apache Ratis. */
    RATIS(
            "Apache Ratis, gRPC on loopback",
            (servers, sinks) -> RatisCluster.builder(servers, sinks).build()),
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

    /** Creates a cluster. */
    @Immutable
    private interface Clusters {
        TestCluster of(List<ServerId> servers, Function<ServerId, LeadershipSink> sinks);
    }

    String title() {
        return title;
    }

    /** {@return a new cluster, which is not started} */
    TestCluster cluster(List<ServerId> servers, Function<ServerId, LeadershipSink> sinks) {
        return clusters.of(servers, sinks);
    }

    /** {@return the name as an option value, for example {@code jgroups-raft}} */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Converts an option value to an engine. */
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
