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
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import picocli.CommandLine.ITypeConverter;

/** The engines that have test clusters: the command runs them, and the benchmarks measure them. */
public enum Engine {
    /** Apache Ratis. */
    RATIS(
            new Setup(
                    "Apache Ratis, gRPC on loopback",
                    RatisEngine.builder()
                            .transport(Transport.GRPC)
                            .electionTimeout(Duration.ofMillis(300), Duration.ofMillis(600))
                            .build()),
            new Setup("Apache Ratis, in memory", new RatisEngine())),
    /** SOFAJRaft. */
    JRAFT(new Setup("SOFAJRaft, in memory", new JRaftEngine())),
    /** MicroRaft. */
    MICRORAFT(new Setup("MicroRaft, in memory", new MicroRaftEngine())),
    /** jgroups-raft. */
    JGROUPS_RAFT(new Setup("jgroups-raft, in memory", new JGroupsRaftEngine())),
    /** Apache Curator's leader latch. */
    CURATOR(new Setup("Apache Curator, one ZooKeeper on loopback", new CuratorEngine()));

    @SuppressWarnings("ImmutableEnumChecker") // engines are immutable, and say so in words
    private final List<Setup> setups;

    Engine(Setup... setups) {
        this.setups = List.of(setups);
    }

    /**
     * An engine with a transport.
     *
     * @param title the engine and the transport, in words
     * @param engine starts clusters
     */
    public record Setup(String title, TestEngine engine) {}

    /** {@return the engine with each of its transports; the command runs the first} */
    public List<Setup> setups() {
        return setups;
    }

    String title() {
        return setups.get(0).title();
    }

    /** {@return a new cluster, which is not started} */
    TestCluster cluster(List<ServerId> servers, Function<ServerId, LeadershipSink> sinks) {
        return new TestCluster(setups.get(0).engine(), servers, sinks);
    }

    /** {@return the name as an option value, for example {@code jgroups-raft}} */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** {@return the option values of all engines} */
    static List<String> words() {
        return Arrays.stream(values()).map(Engine::word).toList();
    }

    /** What a shell completes. */
    static final class Words implements Iterable<String> {

        @Override
        public Iterator<String> iterator() {
            return words().iterator();
        }
    }

    /** Converts an option value to an engine. */
    static final class Converter implements ITypeConverter<Engine> {

        @Override
        public Engine convert(String word) {
            return Arrays.stream(values())
                    .filter(engine -> engine.word().equals(word))
                    .findFirst()
                    .orElseThrow(() -> Suggestions.reject(word, words()));
        }
    }
}
