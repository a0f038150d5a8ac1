package io.raftelection.cli;

import io.raftelection.watch.Access;
import io.raftelection.watch.Endpoint;
import io.raftelection.watch.WatchSource;
import io.raftelection.watch.etcd.EtcdElection;
import io.raftelection.watch.etcd.EtcdMembers;
import io.raftelection.watch.hashicorp.HashicorpRaft;
import io.raftelection.watch.http.HttpServers;
import io.raftelection.watch.kafka.KafkaControllers;
import io.raftelection.watch.kubernetes.KubernetesLease;
import io.raftelection.watch.nats.NatsServers;
import io.raftelection.watch.patroni.Patroni;
import io.raftelection.watch.ratis.RatisServers;
import io.raftelection.watch.recording.FollowedRecordings;
import io.raftelection.watch.zookeeper.ZooKeeperElection;
import io.raftelection.watch.zookeeper.ZooKeeperServers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;

/** The systems that the command can watch. A new one is a line here. */
enum WatchedSystem {
    /** The members of an etcd cluster. */
    ETCD(
            "the members of an etcd cluster, by their client URLs",
            "http://127.0.0.1:2379",
            (endpoints, access, options) -> EtcdMembers.source(endpoints, access)),

    /** An election of applications that etcd holds. */
    ETCD_ELECTION(
            "an election of applications that etcd holds, by etcd's client URLs and --path",
            "http://127.0.0.1:2379",
            (endpoints, access, options) -> EtcdElection.source(endpoints, access, options.path())),

    /** The KRaft controllers of a Kafka cluster. */
    KAFKA(
            "the KRaft controllers of a Kafka cluster, by JMX: host:port or pid:number",
            "127.0.0.1:9999",
            (endpoints, access, options) -> KafkaControllers.source(endpoints, access)),

    /** The servers of Apache Ratis. */
    RATIS(
            "the servers of Apache Ratis in all of their groups, by JMX or grpc:host:port",
            "127.0.0.1:9999",
            (endpoints, access, options) -> RatisServers.source(endpoints, access)),

    /** Recordings of running processes. */
    RECORDING(
            "the recordings that running processes write, one file for each process",
            "s1.jsonl",
            (endpoints, access, options) -> recordings(endpoints)),

    /** Programs that use HashiCorp raft. */
    HASHICORP_RAFT(
            "servers that print raft.Stats() of HashiCorp raft as JSON, by their URLs",
            "http://127.0.0.1:8080/stats",
            (endpoints, access, options) -> HashicorpRaft.source(endpoints, access)),

    /** The servers of Consul. */
    CONSUL(
            "Consul servers, by their HTTP addresses",
            "http://127.0.0.1:8500",
            (endpoints, access, options) -> HashicorpRaft.consul(endpoints, access)),

    /** PostgreSQL with Patroni. */
    PATRONI(
            "PostgreSQL servers, by the addresses of Patroni's REST API",
            "pg1=http://127.0.0.1:8008",
            (endpoints, access, options) -> Patroni.source(endpoints, access)),

    /** Whatever says by HTTP that it leads. */
    HTTP(
            "servers that say as JSON whether they lead, by their URLs and --leads",
            "s1=http://127.0.0.1:8080/health",
            (endpoints, access, options) -> HttpServers.source(endpoints, access, options.question())),

    /** An election of applications that is a lease of Kubernetes. */
    KUBERNETES_LEASE(
            "an election of applications by a lease of Kubernetes, by the API server and --path NAMESPACE/LEASE",
            "https://10.0.0.1:6443",
            (endpoints, access, options) -> KubernetesLease.source(endpoints, access, options.path())),

    /** The servers of a NATS cluster with JetStream. */
    NATS(
            "the servers of a NATS cluster with JetStream, by their monitoring addresses",
            "http://127.0.0.1:8222",
            (endpoints, access, options) -> NatsServers.source(endpoints, access)),

    /** The servers of a ZooKeeper ensemble. */
    ZOOKEEPER(
            "the servers of a ZooKeeper ensemble, by the addresses of their AdminServers",
            "http://127.0.0.1:8080",
            (endpoints, access, options) -> ZooKeeperServers.source(endpoints, access)),

    /** An election of applications at a path in ZooKeeper. */
    ZOOKEEPER_ELECTION(
            "an election of applications at a path in ZooKeeper, by its client addresses and --path",
            "127.0.0.1:2181",
            (endpoints, access, options) -> ZooKeeperElection.source(endpoints, access, options.path()));

    private final String title;
    private final String example;

    @SuppressWarnings("ImmutableEnumChecker") // a method reference
    private final Opening opening;

    /** Creates the source of a system. */
    interface Opening {
        WatchSource source(List<Endpoint> endpoints, Access access, SystemOptions options) throws IOException;
    }

    WatchedSystem(String title, String example, Opening opening) {
        this.title = title;
        this.example = example;
        this.opening = opening;
    }

    /** {@return the source of files, whose names may contain a {@code =}} */
    private static WatchSource recordings(List<Endpoint> endpoints) {
        return FollowedRecordings.of(endpoints.stream()
                .map(file -> file.name().isEmpty() ? file.address() : file.name() + "=" + file.address())
                .map(Path::of)
                .toList());
    }

    /** {@return the name on the command line, for example {@code etcd}} */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** {@return what is watched, in words} */
    String title() {
        return title;
    }

    /** {@return an address} */
    String example() {
        return example;
    }

    /**
     * {@return the source}
     *
     * @throws IllegalArgumentException if an address or an option is not valid
     * @throws IOException if a file of the access is not valid
     */
    WatchSource source(List<Endpoint> endpoints, Access access, SystemOptions options) throws IOException {
        return opening.source(endpoints, access, options);
    }

    /** {@return the names of all systems} */
    static List<String> words() {
        return Arrays.stream(values()).map(WatchedSystem::word).toList();
    }

    /** What a shell completes. */
    static final class Words implements Iterable<String> {

        @Override
        public Iterator<String> iterator() {
            return words().iterator();
        }
    }

    /** Converts a word to a system. */
    static final class Converter implements ITypeConverter<WatchedSystem> {

        @Override
        public WatchedSystem convert(String word) {
            return Arrays.stream(values())
                    .filter(system -> system.word().equals(word))
                    .findFirst()
                    .orElseThrow(() -> Suggestions.reject(word, words()));
        }
    }
}
