package io.raftelection.fabric8;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import io.raftelection.Finding;
import io.raftelection.Finding.Kind;
import io.raftelection.ServerId;
import io.raftelection.Watchdog;
import io.raftelection.spi.LeadershipProbe;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The probe compares the lock at fabric8's mock server, which is no Kubernetes, with the reports of electors, of which
 * a test swallows some.
 */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
@SuppressWarnings("NullAway") // null is what a test is about
final class Fabric8WatchdogTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration INTERVAL = Duration.ofMillis(300);

    private final MockKubernetes kubernetes = new MockKubernetes();
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    @AfterEach
    void closeAll() throws Exception {
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
        kubernetes.close();
    }

    private <T extends AutoCloseable> T closing(T resource) {
        opened.push(resource);
        return resource;
    }

    /** An application that a watchdog of its own watches. */
    private record Watched(Candidate candidate, Watchdog watchdog, AtomicBoolean swallows) {

        void await(BooleanSupplier condition) throws Exception {
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (!condition.getAsBoolean()) {
                assertThat(System.nanoTime())
                        .as(
                                "%s: %s; %s",
                                watchdog,
                                watchdog.findings(),
                                candidate.tracker().history())
                        .isLessThan(end);
                Thread.sleep(20);
            }
        }

        /** Waits until a difference that is there now has been found. */
        void awaitQuestions() throws Exception {
            long until = watchdog.questions() + 3;
            await(() -> watchdog.questions() >= until);
        }

        void awaitQuestionsWith(Watched other) throws Exception {
            long until = other.watchdog.questions() + 3;
            awaitQuestions();
            await(() -> other.watchdog.questions() >= until);
        }

        Finding awaitFinding() throws Exception {
            await(() -> !watchdog.findings().isEmpty());
            return watchdog.findings().get(0);
        }

        void leads() throws Exception {
            candidate.tracker().awaitLeader(PATIENCE);
        }
    }

    private static LeaseLock lock(String identity) {
        return new LeaseLock(MockKubernetes.NAMESPACE, MockKubernetes.LEASE, identity);
    }

    private Watched watched(String name) {
        var id = ServerId.of(name);
        var swallows = new AtomicBoolean();
        var candidate =
                closing(new Candidate(kubernetes.client(), name, name, sink -> SwallowingSink.of(sink, swallows)));
        var watchdog = closing(Watchdog.of(candidate.tracker(), INTERVAL));
        watchdog.watch(id, Fabric8Leadership.probe(id, candidate.client(), candidate.config(true), lock(name)));
        return new Watched(candidate, watchdog, swallows);
    }

    @Test
    void reportsThatArriveAreNoFinding() throws Exception {
        var s1 = watched("s1");
        s1.awaitQuestions(); // there is no lease
        s1.candidate().started(true);
        s1.leads();
        var s2 = watched("s2");
        s2.candidate().started(true);
        s1.awaitQuestionsWith(s2);

        s1.candidate().stop();
        s2.leads();
        s1.awaitQuestionsWith(s2);

        assertThat(s1.watchdog().findings()).isEmpty();
        assertThat(s2.watchdog().findings()).isEmpty();
        assertThat(s1.watchdog().unanswered()).isLessThan(s1.watchdog().questions());
    }

    @Test
    void lossThatIsSwallowedIsFound() throws Exception {
        var s1 = watched("s1");
        s1.candidate().started(true);
        s1.leads();
        s1.awaitQuestions();
        s1.swallows().set(true);

        s1.candidate().stop();
        var finding = s1.awaitFinding();

        assertThat(finding.kind()).isEqualTo(Kind.LOST);
        assertThat(finding.engine().leads()).isFalse();
        assertThat(finding.reported().leads()).isTrue();
    }

    @Test
    void acquisitionThatIsSwallowedIsFound() throws Exception {
        var s1 = watched("s1");
        s1.awaitQuestions();
        s1.swallows().set(true);

        s1.candidate().started(true);
        var finding = s1.awaitFinding();

        assertThat(finding.kind()).isEqualTo(Kind.LOST);
        assertThat(finding.engine().leads()).isTrue();
        assertThat(finding.reported().leads()).isFalse();
    }

    @Test
    void holderThatHasNotRenewedWithinItsDeadlineDoesNotLead() throws Exception {
        var s1 = closing(new Candidate(kubernetes.client(), "s1", "s1"));
        var id = ServerId.of("s1");
        var probe = Fabric8Leadership.probe(id, s1.client(), s1.config(false), lock("s1"));
        var watchdog = closing(Watchdog.of(s1.tracker(), INTERVAL));
        s1.started(false);
        s1.tracker().awaitLeader(PATIENCE);
        assertThat(probe.poll()).isPresent();

        s1.stop(); // the lease still names it
        var watched = new Watched(s1, watchdog, new AtomicBoolean());
        watched.await(() -> isEmpty(probe));

        assertThat(kubernetes.lease(s1.client()).getSpec().getHolderIdentity()).isEqualTo("s1");
    }

    private static boolean isEmpty(LeadershipProbe probe) {
        try {
            return probe.poll().isEmpty();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void lockOfTheElectorIsRefused() {
        var s1 = closing(new Candidate(kubernetes.client(), "s1", "s1"));
        var config = s1.config(true);
        var attached = Fabric8Leadership.attach(config, s1.sink());
        var id = ServerId.of("s1");

        for (var elector : List.of(config, attached)) {
            assertThatThrownBy(() -> Fabric8Leadership.probe(id, s1.client(), elector, config.getLock()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("lock LeaseLock: shop - orders (s1): is the elector's, expected another object");
        }
        assertThatThrownBy(() -> Fabric8Leadership.probe(id, s1.client(), config, lock("s2")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("lock: has the identity s2, expected s1");
    }

    @Test
    void nullIsRefused() {
        var s1 = closing(new Candidate(kubernetes.client(), "s1", "s1"));
        var config = s1.config(true);
        var id = ServerId.of("s1");

        assertThatThrownBy(() -> Fabric8Leadership.probe(null, s1.client(), config, lock("s1")))
                .hasMessage("id: is null");
        assertThatThrownBy(() -> Fabric8Leadership.probe(id, null, config, lock("s1")))
                .hasMessage("client: is null");
        assertThatThrownBy(() -> Fabric8Leadership.probe(id, s1.client(), null, lock("s1")))
                .hasMessage("config: is null");
        assertThatThrownBy(() -> Fabric8Leadership.probe(id, s1.client(), config, null))
                .hasMessage("lock: is null");
    }
}
