package io.raftelection.fabric8;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.raftelection.KnownLeader;
import io.raftelection.ServerId;
import io.raftelection.Tracker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Electors of fabric8, each with a tracker of its own, at fabric8's mock server, which is no Kubernetes. */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
final class Fabric8LeadershipTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final MockKubernetes kubernetes = new MockKubernetes();
    private final List<Candidate> candidates = new ArrayList<>();

    @AfterEach
    void closeAll() {
        candidates.forEach(Candidate::close);
        kubernetes.close();
    }

    private Candidate candidate(String name) {
        return candidate(name, name);
    }

    private Candidate candidate(String identity, String server) {
        var candidate = new Candidate(kubernetes.client(), identity, server);
        candidates.add(candidate);
        return candidate;
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

    private static long awaitToken(Candidate candidate) throws Exception {
        return candidate.tracker().awaitLeader(PATIENCE).fencingToken().orElseThrow();
    }

    private static void awaitLost(Candidate candidate, String reason) throws Exception {
        await(candidate.tracker(), () -> candidate.tracker().leader().isEmpty());
        assertThat(candidate.tracker().history().toString()).contains("lost (\"" + reason + "\")");
        assertThat(candidate.tracker().anomalies()).isEmpty();
    }

    private static void awaitKnown(Candidate candidate, String leader) throws Exception {
        var tracker = candidate.tracker();
        await(
                tracker,
                () -> tracker.knownLeader()
                        .map(KnownLeader::server)
                        .filter(ServerId.of(leader)::equals)
                        .isPresent());
    }

    @Test
    void leaderIsReadyAndItsTokenIsTheNumberOfTransitions() throws Exception {
        var s1 = candidate("s1").started(true);

        var leadership = s1.tracker().awaitLeader(PATIENCE);

        leadership.awaitReady(PATIENCE);
        assertThat(leadership.term()).isEmpty();
        var spec = kubernetes.lease(s1.client()).getSpec();
        assertThat(spec.getHolderIdentity()).isEqualTo("s1");
        assertThat(leadership.fencingToken())
                .hasValue(spec.getLeaseTransitions().longValue());
    }

    @Test
    void leaderThatIsStoppedReleasesTheLockAndTheOtherOneLeadsWithAHigherToken() throws Exception {
        var s1 = candidate("s1").started(true);
        long token = awaitToken(s1);
        var s2 = candidate("s2").started(true);
        awaitKnown(s2, "s1");

        s1.stop();

        awaitLost(s1, "released the lock");
        assertThat(awaitToken(s2)).isGreaterThan(token);
        assertThat(s2.tracker().history().toString()).contains("s2 follows s1");
    }

    @Test
    void leaderThatStopsWithoutAReleaseHasLostAndItsLeaseExpires() throws Exception {
        var s1 = candidate("s1").started(false);
        long token = awaitToken(s1);
        var s2 = candidate("s2").started(true);
        awaitKnown(s2, "s1");

        s1.stop();

        awaitLost(s1, "stopped, or not renewed in time");
        assertThat(awaitToken(s2)).isEqualTo(token + 1);
    }

    @Test
    void leaderWhoseLockWasTakenHasLostAndFollowsTheHolder() throws Exception {
        var s1 = candidate("s1").started(true);
        awaitToken(s1);

        s1.client()
                .leases()
                .inNamespace(MockKubernetes.NAMESPACE)
                .withName(MockKubernetes.LEASE)
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"spec\":{\"holderIdentity\":\"s9\",\"leaseTransitions\":7,\"leaseDurationSeconds\":60}}");

        awaitLost(s1, "the lock is held by s9");
        awaitKnown(s1, "s9");
    }

    @Test
    void leaderThatCannotReachTheServerHasLostAfterTheDeadline() throws Exception {
        var s1 = candidate("s1").started(false);
        awaitToken(s1);

        kubernetes.stop();

        awaitLost(s1, "stopped, or not renewed in time");
    }

    @Test
    void restartedApplicationThatStillHoldsTheLockHasTheSameToken() throws Exception {
        var s1 = candidate("s1").started(false);
        long token = awaitToken(s1);
        s1.stop();
        awaitLost(s1, "stopped, or not renewed in time");

        s1.started(true); // a new elector with the same sink

        assertThat(awaitToken(s1)).isEqualTo(token);
    }

    @Test
    void callbacksOfTheApplicationRunAfterTheReports() throws Exception {
        var s1 = candidate("s1").started(true);
        awaitToken(s1);
        s1.stop();
        awaitLost(s1, "released the lock");

        await(s1.tracker(), () -> s1.calls().contains("stop"));
        assertThat(s1.calls()).containsExactly("new s1", "start leading", "new null", "stop");
    }

    @Test
    void serversHaveTheNamesThatTheApplicationGivesThem() throws Exception {
        awaitToken(candidate("pod-1").started(true));
        var s2 = candidate("pod-2", "s2");

        s2.started(Fabric8Leadership.attach(
                s2.config(true), s2.sink(), identity -> ServerId.of(identity.replace("pod-", "s"))));

        awaitKnown(s2, "s1");
    }

    @Test
    void attachedConfigurationEqualsTheGivenOne() throws Exception {
        var s1 = candidate("s1");
        var config = s1.config(true);
        var attached = Fabric8Leadership.attach(config, s1.sink());

        assertThat(attached.getLock()).hasToString(config.getLock().toString());
        assertThat(attached.getRenewDeadline()).isEqualTo(config.getRenewDeadline());
        assertThat(attached.isReleaseOnCancel()).isTrue();
        assertThat(attached.getName()).isEqualTo("orders");
        assertThat(attached.getLock().identity()).isEqualTo("s1");
        assertThat(attached.getLock().describe()).isEqualTo(config.getLock().describe());
    }
}
