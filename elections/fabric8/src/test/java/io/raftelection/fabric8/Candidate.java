package io.raftelection.fabric8;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfig;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import io.raftelection.ServerId;
import io.raftelection.Tracker;
import io.raftelection.spi.LeadershipSink;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/** An application with an elector and a tracker of its own. */
final class Candidate implements AutoCloseable {
    private final String identity;
    private final Tracker tracker = Tracker.lenient("orders");
    private final LeadershipSink sink;
    private final KubernetesClient client;

    /** What the application's own callbacks received, and whether it led by its tracker then. */
    private final List<String> calls = new CopyOnWriteArrayList<>();

    private CompletableFuture<?> elector = new CompletableFuture<>();

    Candidate(KubernetesClient client, String identity, String server) {
        this(client, identity, server, UnaryOperator.identity());
    }

    Candidate(KubernetesClient client, String identity, String server, UnaryOperator<LeadershipSink> between) {
        this.client = client;
        this.identity = identity;
        this.sink = between.apply(tracker.track(ServerId.of(server)));
    }

    Tracker tracker() {
        return tracker;
    }

    List<String> calls() {
        return calls;
    }

    KubernetesClient client() {
        return client;
    }

    private void called(String name) {
        calls.add(name + (tracker.leader().isPresent() ? " leading" : ""));
    }

    /** A lock that is not released expires soon. */
    LeaderElectionConfig config(boolean isReleased) {
        return new LeaderElectionConfig(
                new LeaseLock(MockKubernetes.NAMESPACE, MockKubernetes.LEASE, identity),
                Duration.ofSeconds(isReleased ? 30 : 3),
                Duration.ofSeconds(isReleased ? 20 : 2),
                Duration.ofMillis(50),
                new LeaderCallbacks(() -> called("start"), () -> called("stop"), identity -> called("new " + identity)),
                isReleased,
                "orders");
    }

    // region started
    /** Starts an elector, which releases the lock when it is stopped, or does not. */
    Candidate started(boolean isReleased) {
        return started(Fabric8Leadership.attach(config(isReleased), sink));
    }
    // endregion

    Candidate started(LeaderElectionConfig config) {
        elector = client.leaderElector().withConfig(config).build().start();
        return this;
    }

    LeadershipSink sink() {
        return sink;
    }

    void stop() {
        elector.cancel(true);
    }

    @Override
    public void close() {
        stop();
        client.close();
        tracker.close();
    }
}
