package io.raftelection.jetcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.etcd.jetcd.Client;
import io.raftelection.Finding.Kind;
import io.raftelection.KnownLeader;
import io.raftelection.ServerId;
import io.raftelection.Tracker;
import io.raftelection.testing.contract.WatchedReports;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
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
    private record Watched(Application application, WatchedReports reports) {}

    private Watched watched(String name) {
        var id = ServerId.of(name);
        var tracker = Tracker.lenient("orders");
        var reports = closing(new WatchedReports(tracker, id));
        var application = closing(new Application(etcd.client(), election, name, 10, tracker, reports.sink()));
        reports.watch(JetcdLeadership.probe(id, application.client(), application.election(), application::lease));
        return new Watched(application, reports);
    }

    @Test
    void reportsThatArriveAreNoFinding() throws Exception {
        var s1 = watched("s1");
        var s2 = watched("s2");
        s1.reports().awaitQuestions(); // there is no leader
        var key = s1.application().lead();
        var waiting = s2.application().elected();
        s1.reports().awaitQuestions(s2.reports());

        s1.application().client().getElectionClient().resign(key).get(30, TimeUnit.SECONDS);
        waiting.get(30, TimeUnit.SECONDS);
        s1.reports().awaitQuestions(s2.reports());

        assertThat(s1.reports().watchdog().findings()).isEmpty();
        assertThat(s2.reports().watchdog().findings()).isEmpty();
        assertThat(s1.reports().watchdog().unanswered()
                        + s2.reports().watchdog().unanswered())
                .isZero();
    }

    @Test
    void lossThatIsSwallowedIsFound() throws Exception {
        var s1 = watched("s1");
        var key = s1.application().lead();
        s1.reports().awaitQuestions();
        s1.reports().swallow();

        s1.application().client().getElectionClient().resign(key).get(30, TimeUnit.SECONDS);
        var finding = s1.reports().awaitFinding();

        assertThat(finding.kind()).isEqualTo(Kind.LOST);
        assertThat(finding.engine().leads()).isFalse();
        assertThat(finding.reported().leads()).isTrue();
    }

    @Test
    void acquisitionThatIsSwallowedIsFound() throws Exception {
        var s1 = watched("s1");
        s1.reports().awaitQuestions();
        s1.reports().swallow();

        s1.application().lead();
        var finding = s1.reports().awaitFinding();

        assertThat(finding.kind()).isEqualTo(Kind.LOST);
        assertThat(finding.engine().leads()).isTrue();
        assertThat(finding.reported().leads()).isFalse();
    }

    @Test
    void keyThatSomebodyDeletesIsFoundAlthoughTheAdapterCannotKnowIt() throws Exception {
        var s1 = watched("s1");
        var key = s1.application().lead();
        s1.reports().awaitQuestions();

        closing(etcd.client()).getKVClient().delete(key.getKey()).get(30, TimeUnit.SECONDS);

        assertThat(s1.reports().awaitFinding().kind()).isEqualTo(Kind.LOST);
        assertThat(s1.application().tracker().leader()).isPresent();
    }

    @Test
    void earlierProcessOfTheSameNameIsNoFinding() throws Exception {
        var earlier = watched("s1");
        earlier.application().lead();

        var later = watched("s1");
        var waiting = later.application().elected();
        later.reports().awaitQuestions();

        assertThat(waiting).isNotDone();
        assertThat(later.reports().watchdog().findings()).isEmpty();
    }

    @Test
    void questionIsNoView() throws Exception {
        var s1 = watched("s1");
        s1.application().lead();
        var s2 = watched("s2");

        s2.reports().awaitQuestions();

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
