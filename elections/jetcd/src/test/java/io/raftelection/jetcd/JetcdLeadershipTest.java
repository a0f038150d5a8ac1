package io.raftelection.jetcd;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.raftelection.KnownLeader;
import io.raftelection.ServerId;
import io.raftelection.Tracker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Applications of this JVM, each with a client and a tracker of its own, at a real etcd. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class JetcdLeadershipTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final AtomicInteger ELECTIONS = new AtomicInteger();

    @TempDir
    private static Path folder;

    private static EtcdProcess etcd;

    private final String election = "app/orders" + ELECTIONS.incrementAndGet();
    private final List<AutoCloseable> opened = new ArrayList<>();

    @BeforeAll
    static void startEtcd() throws Exception {
        etcd = EtcdProcess.start(folder);
    }

    @AfterAll
    static void stopEtcd() throws Exception {
        if (etcd != null) {
            etcd.close();
        }
    }

    @AfterEach
    void closeAll() throws Exception {
        for (var each : opened) {
            each.close();
        }
    }

    private Application application(String name) {
        var application = new Application(etcd.client(), election, name, 10);
        opened.add(application);
        return application;
    }

    private Client otherClient() {
        var client = etcd.client();
        opened.add(client);
        return client;
    }

    private static void await(Tracker tracker, BooleanSupplier condition) throws Exception {
        var events = new Semaphore(0);
        try (var subscription = tracker.subscribe(event -> events.release())) {
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (!condition.getAsBoolean()) {
                assertThat(System.nanoTime()).as("%s", tracker.history()).isLessThan(end);
                events.tryAcquire(20, TimeUnit.MILLISECONDS);
            }
        }
    }

    private static void awaitKnown(Application application, String leader) throws Exception {
        var tracker = application.tracker();
        await(
                tracker,
                () -> tracker.knownLeader()
                        .map(KnownLeader::server)
                        .filter(ServerId.of(leader)::equals)
                        .isPresent());
    }

    private static String history(Application application) {
        assertThat(application.tracker().anomalies()).isEmpty();
        return application.tracker().history().toString();
    }

    @Test
    void leaderIsReadyAndItsTokenIsTheCreateRevisionOfItsKey() throws Exception {
        var s1 = application("s1");

        var key = s1.lead();

        var leadership = s1.tracker().leader().orElseThrow(); // reported before the application has the answer
        assertThat(leadership.fencingToken()).hasValue(key.getRevision());
        assertThat(leadership.term()).isEmpty();
        assertThat(leadership.isReady()).isTrue();
        var pairs = otherClient().getKVClient().get(key.getKey()).get().getKvs();
        assertThat(pairs.get(0).getCreateRevision()).isEqualTo(key.getRevision());
    }

    @Test
    void leaderThatResignsHasLostAndTheWaitingOneLeadsWithAHigherToken() throws Exception {
        var s1 = application("s1");
        var s2 = application("s2");
        var key = s1.lead();
        var waiting = s2.elected();
        s2.observe();
        awaitKnown(s2, "s1");

        var resigned = s1.client().getElectionClient().resign(key);

        assertThat(s1.tracker().leader()).isEmpty(); // before etcd answers
        assertThat(history(s1)).contains("s1 lost (\"resigned\")");
        resigned.get(30, TimeUnit.SECONDS);
        waiting.get(30, TimeUnit.SECONDS);
        assertThat(s2.tracker().leader().orElseThrow().fencingToken().orElseThrow())
                .isGreaterThan(key.getRevision());
        assertThat(history(s2)).contains("s2 follows s1");
    }

    @Test
    void leaderWhoseLeaseIsRevokedElsewhereHasLost() throws Exception {
        var s1 = application("s1");
        s1.lead();

        otherClient().getLeaseClient().revoke(s1.lease()).get(30, TimeUnit.SECONDS);

        await(s1.tracker(), () -> s1.tracker().leader().isEmpty());
        assertThat(history(s1)).contains("s1 lost (\"its lease is gone\")");
    }

    @Test
    void leaderThatRevokesItsLeaseHasLostAtOnceAndMayLeadAgain() throws Exception {
        var s1 = application("s1");
        var first = s1.lead();

        var revoked = s1.client().getLeaseClient().revoke(s1.lease());

        assertThat(s1.tracker().leader()).isEmpty();
        revoked.get(30, TimeUnit.SECONDS);
        assertThat(s1.lead().getRevision()).isGreaterThan(first.getRevision());
        assertThat(s1.tracker().leader()).isPresent();
        assertThat(history(s1)).contains("(\"its lease was revoked\")");
    }

    @Test
    void leaderThatRenewsItsLeaseItselfHasLostWhenItIsGone() throws Exception {
        var s1 = application("s1");
        s1.lead();
        otherClient().getLeaseClient().revoke(s1.lease()).get(30, TimeUnit.SECONDS);

        assertThatThrownBy(() ->
                        s1.client().getLeaseClient().keepAliveOnce(s1.lease()).get(30, TimeUnit.SECONDS))
                .hasMessageContaining("requested lease not found");

        assertThat(s1.tracker().leader()).isEmpty();
    }

    @Test
    void leaderWhoseKeyIsDeletedHasLostWhenItObservesTheNextLeader() throws Exception {
        var s1 = application("s1");
        var s2 = application("s2");
        var key = s1.lead();
        s1.observe();
        var waiting = s2.elected();

        otherClient().getKVClient().delete(key.getKey()).get(30, TimeUnit.SECONDS);

        waiting.get(30, TimeUnit.SECONDS);
        awaitKnown(s1, "s2");
        assertThat(history(s1)).contains("s1 lost (\"etcd names s2\")");
    }

    @Test
    void leaderThatAsksForTheLeaderKnowsIt() throws Exception {
        var s1 = application("s1");
        var s2 = application("s2");
        s1.lead();

        s2.client().getElectionClient().leader(s2.election()).get(30, TimeUnit.SECONDS);
        s1.client().getElectionClient().leader(s1.election()).get(30, TimeUnit.SECONDS);

        awaitKnown(s2, "s1");
        assertThat(s1.tracker().leader()).isPresent();
    }

    @Test
    void campaignThatTheApplicationCancelledIsNotReported() throws Exception {
        var s1 = application("s1");
        var s2 = application("s2");
        var key = s1.lead();
        s2.campaign().cancel(true);
        var reader = otherClient().getElectionClient();

        s1.client().getElectionClient().resign(key).get(30, TimeUnit.SECONDS);

        await(
                s2.tracker(),
                () -> reader.leader(s1.election())
                        .handle((leader, failure) -> failure == null
                                && leader.getKv().getValue().toString().equals("s2"))
                        .join());
        assertThat(s2.tracker().history().events()).isEmpty();
    }

    @Test
    void closedClientEndsTheLeadership() throws Exception {
        var s1 = application("s1");
        s1.lead();

        s1.client().close();

        assertThat(s1.tracker().leader()).isEmpty();
        assertThat(history(s1)).contains("(\"client closed\")");
    }

    @Test
    void electionsOfOneClientAreReportedApart() throws Exception {
        var orders = Tracker.lenient("orders");
        var bills = Tracker.lenient("bills");
        var first = ByteSequence.from(election, UTF_8);
        var second = ByteSequence.from(election + "bills", UTF_8);
        var own = otherClient();
        var client = JetcdLeadership.attach(
                JetcdLeadership.attach(own, first, orders.track(ServerId.of("s1"))),
                second,
                bills.track(ServerId.of("b1")),
                proposal -> ServerId.of("b1"));
        long lease = client.getLeaseClient().grant(30).get().getID();

        client.getElectionClient()
                .campaign(second, lease, ByteSequence.from("x", UTF_8))
                .get(30, TimeUnit.SECONDS);

        assertThat(bills.leader()).isPresent();
        assertThat(orders.history().events()).isEmpty();
        assertThat(JetcdLeadership.unwrap(client)).isSameAs(own);
        assertThatThrownBy(() -> JetcdLeadership.unwrap(own)).hasMessageContaining("was never attached");
    }
}
