package io.raftelection.jetcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.etcd.jetcd.Client;
import io.raftelection.Finding;
import io.raftelection.Finding.Kind;
import io.raftelection.KnownLeader;
import io.raftelection.ServerId;
import io.raftelection.Watchdog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The probe compares a real etcd with the reports of applications, of which a test swallows some. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
@SuppressWarnings("NullAway") // null is what a test is about
final class JetcdWatchdogTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration INTERVAL = Duration.ofMillis(300);
    private static final AtomicInteger ELECTIONS = new AtomicInteger();

    @TempDir
    private static Path folder;

    private static EtcdProcess etcd;

    private final String election = "app/orders" + ELECTIONS.incrementAndGet();
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

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
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
    }

    private <T extends AutoCloseable> T closing(T resource) {
        opened.push(resource);
        return resource;
    }

    /** An application that a watchdog of its own watches. */
    private record Watched(Application application, Watchdog watchdog, AtomicBoolean swallows) {

        void await(BooleanSupplier condition) throws Exception {
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (!condition.getAsBoolean()) {
                assertThat(System.nanoTime())
                        .as(
                                "%s: %s; %s",
                                watchdog,
                                watchdog.findings(),
                                application.tracker().history())
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
    }

    private Watched watched(String name) {
        var swallows = new AtomicBoolean();
        var application =
                closing(new Application(etcd.client(), election, name, 10, sink -> SwallowingSink.of(sink, swallows)));
        var watchdog = closing(Watchdog.of(application.tracker(), INTERVAL));
        watchdog.watch(
                ServerId.of(name),
                JetcdLeadership.probe(
                        ServerId.of(name), application.client(), application.election(), application::lease));
        return new Watched(application, watchdog, swallows);
    }

    @Test
    void reportsThatArriveAreNoFinding() throws Exception {
        var s1 = watched("s1");
        var s2 = watched("s2");
        s1.awaitQuestions(); // there is no leader
        var key = s1.application().lead();
        var waiting = s2.application().elected();
        s1.awaitQuestionsWith(s2);

        s1.application().client().getElectionClient().resign(key).get(30, TimeUnit.SECONDS);
        waiting.get(30, TimeUnit.SECONDS);
        s1.awaitQuestionsWith(s2);

        assertThat(s1.watchdog().findings()).isEmpty();
        assertThat(s2.watchdog().findings()).isEmpty();
        assertThat(s1.watchdog().unanswered() + s2.watchdog().unanswered()).isZero();
    }

    @Test
    void lossThatIsSwallowedIsFound() throws Exception {
        var s1 = watched("s1");
        var key = s1.application().lead();
        s1.awaitQuestions();
        s1.swallows().set(true);

        s1.application().client().getElectionClient().resign(key).get(30, TimeUnit.SECONDS);
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

        s1.application().lead();
        var finding = s1.awaitFinding();

        assertThat(finding.kind()).isEqualTo(Kind.LOST);
        assertThat(finding.engine().leads()).isTrue();
        assertThat(finding.reported().leads()).isFalse();
    }

    @Test
    void keyThatSomebodyDeletesIsFoundAlthoughTheAdapterCannotKnowIt() throws Exception {
        var s1 = watched("s1");
        var key = s1.application().lead();
        s1.awaitQuestions();

        closing(etcd.client()).getKVClient().delete(key.getKey()).get(30, TimeUnit.SECONDS);

        assertThat(s1.awaitFinding().kind()).isEqualTo(Kind.LOST);
        assertThat(s1.application().tracker().leader()).isPresent();
    }

    @Test
    void earlierProcessOfTheSameNameIsNoFinding() throws Exception {
        var earlier = watched("s1");
        earlier.application().lead();

        var later = watched("s1");
        var waiting = later.application().elected();
        later.awaitQuestions();

        assertThat(waiting).isNotDone();
        assertThat(later.watchdog().findings()).isEmpty();
    }

    @Test
    void questionIsNoView() throws Exception {
        var s1 = watched("s1");
        s1.application().lead();
        var s2 = watched("s2");

        s2.awaitQuestions();

        assertThat(s2.application().tracker().knownLeader().map(KnownLeader::server))
                .isEmpty();
    }

    @Test
    void nullIsRefused() {
        var id = ServerId.of("s1");
        Client client = closing(etcd.client());
        var name = closing(new Application(etcd.client(), election, "s1", 10)).election();

        assertThatThrownBy(() -> JetcdLeadership.probe(null, client, name, () -> 0))
                .hasMessage("id: is null");
        assertThatThrownBy(() -> JetcdLeadership.probe(id, null, name, () -> 0)).hasMessage("client: is null");
        assertThatThrownBy(() -> JetcdLeadership.probe(id, client, null, () -> 0))
                .hasMessage("election: is null");
        assertThatThrownBy(() -> JetcdLeadership.probe(id, client, name, null)).hasMessage("lease: is null");
    }
}
