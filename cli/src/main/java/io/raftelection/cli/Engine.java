package io.raftelection.cli;

import io.raftelection.ServerId;
import io.raftelection.curator.testing.CuratorEngine;
import io.raftelection.jgroups.testing.JGroupsRaftEngine;
import io.raftelection.jraft.testing.JRaftEngine;
import io.raftelection.microraft.testing.MicroRaftEngine;
import io.raftelection.ratis.testing.RatisEngine;
import io.raftelection.ratis.testing.Transport;
import io.raftelection.spi.LeadershipSink;
import io.raftelection.testing.TestCluster;
import io.raftelection.testing.TestEngine;
import java.time.Duration;
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
            RatisEngine.builder()
                    .transport(Transport.GRPC)
                    .electionTimeout(Duration.ofMillis(300), Duration.ofMillis(600))
                    .build()),
    /** SOFAJRaft. */
    JRAFT("SOFAJRaft, in memory", new JRaftEngine()),
    /** MicroRaft. */
    MICRORAFT("MicroRaft, in memory", new MicroRaftEngine()),
    /** jgroups-raft. */
    JGROUPS_RAFT("jgroups-raft, in memory", new JGroupsRaftEngine()),
    /** Apache Curator's leader latch. */
    CURATOR("Apache Curator, one ZooKeeper on loopback", new CuratorEngine());

    private final String title;

    @SuppressWarnings("ImmutableEnumChecker") // engines are immutable, and say so in words
    private final TestEngine engine;

    Engine(String title, TestEngine engine) {
        this.title = title;
        this.engine = engine;
    }

    String title() {
        return title;
    }

    /** {@return a new cluster, which is not started} */
    TestCluster cluster(List<ServerId> servers, Function<ServerId, LeadershipSink> sinks) {
        return new TestCluster(engine, servers, sinks);
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
