import org.jspecify.annotations.NullMarked;

/** Tracks the leaders of clusters that already run, without changing them: by asking them, or from their logs. */
@NullMarked
module io.raftelection.watch {
    requires transitive io.raftelection;
    requires transitive io.raftelection.report;
    requires com.fasterxml.jackson.core;
    requires com.fasterxml.jackson.databind;
    requires java.management;
    requires java.net.http;
    requires static jdk.attach;
    requires static org.jspecify;
    requires static com.google.errorprone.annotations;

    exports io.raftelection.watch;
    exports io.raftelection.watch.beside;
    exports io.raftelection.watch.etcd;
    exports io.raftelection.watch.kafka;
    exports io.raftelection.watch.hashicorp;
    exports io.raftelection.watch.http;
    exports io.raftelection.watch.kubernetes;
    exports io.raftelection.watch.logs;
    exports io.raftelection.watch.patroni;
    exports io.raftelection.watch.recording;
    exports io.raftelection.watch.nats;
    exports io.raftelection.watch.ratis;
    exports io.raftelection.watch.zookeeper;
}
