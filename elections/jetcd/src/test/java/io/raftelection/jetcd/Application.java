package io.raftelection.jetcd;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.election.CampaignResponse;
import io.etcd.jetcd.election.LeaderKey;
import io.etcd.jetcd.election.LeaderResponse;
import io.etcd.jetcd.lease.LeaseKeepAliveResponse;
import io.grpc.stub.StreamObserver;
import io.raftelection.ServerId;
import io.raftelection.Tracker;
import io.raftelection.spi.LeadershipSink;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/**
 * An application that holds an election through jetcd, with a tracker of its own. As a program, it runs until killed.
 */
final class Application implements AutoCloseable {
    private final String name;
    private final long ttlSeconds;
    private final ByteSequence election;
    private final Tracker tracker;
    private final Client client;
    private volatile long lease;
    private volatile boolean closed;

    Application(Client client, String election, String name, long ttlSeconds) {
        this(client, election, name, ttlSeconds, UnaryOperator.identity());
    }

    Application(Client client, String election, String name, long ttlSeconds, UnaryOperator<LeadershipSink> between) {
        this.name = name;
        this.ttlSeconds = ttlSeconds;
        this.election = ByteSequence.from(election, UTF_8);
        this.tracker = Tracker.lenient("orders");
        this.client = JetcdLeadership.attach(client, this.election, between.apply(tracker.track(ServerId.of(name))));
    }

    /** Arguments: the address of etcd, the election, its own name, the TTL in seconds. It prints its events. */
    public static void main(String[] args) throws Exception {
        try (var application = new Application(
                Client.builder().endpoints(args[0]).build(), args[1], args[2], Long.parseLong(args[3]))) {
            application.tracker.subscribe(event -> System.out.println(event));
            application.observe();
            application.elected().join();
            Thread.sleep(TimeUnit.MINUTES.toMillis(5));
        }
    }

    Tracker tracker() {
        return tracker;
    }

    Client client() {
        return client;
    }

    long lease() {
        return lease;
    }

    ByteSequence election() {
        return election;
    }

    // region campaign
    /** Gets a lease, keeps it alive and campaigns. */
    CompletableFuture<CampaignResponse> campaign() throws Exception {
        lease = client.getLeaseClient()
                .grant(ttlSeconds)
                .get(30, TimeUnit.SECONDS)
                .getID();
        client.getLeaseClient().keepAlive(lease, new Ignoring());
        return client.getElectionClient().campaign(election, lease, ByteSequence.from(name, UTF_8));
    }
    // endregion

    /** Campaigns again with another lease if the lease ends before it is elected, as on a busy machine. */
    CompletableFuture<CampaignResponse> elected() {
        try {
            return campaign()
                    .exceptionallyComposeAsync(failure -> closed ? CompletableFuture.failedFuture(failure) : elected());
        } catch (Exception e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    LeaderKey lead() throws Exception {
        return elected().get(90, TimeUnit.SECONDS).getLeader();
    }

    void observe() {
        client.getElectionClient().observe(election, new Unheard());
    }

    @Override
    public void close() {
        closed = true;
        client.close();
        tracker.close();
    }

    /** An application that leaves it to the tracker. */
    private static final class Ignoring implements StreamObserver<LeaseKeepAliveResponse> {
        @Override
        public void onNext(LeaseKeepAliveResponse response) {}

        @Override
        public void onError(Throwable failure) {}

        @Override
        public void onCompleted() {}
    }

    private static final class Unheard implements io.etcd.jetcd.Election.Listener {
        @Override
        public void onNext(LeaderResponse response) {}

        @Override
        public void onError(Throwable failure) {}

        @Override
        public void onCompleted() {}
    }
}
