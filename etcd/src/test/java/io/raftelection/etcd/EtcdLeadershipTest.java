package io.raftelection.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import io.etcd.jetcd.Client;
import io.raftelection.LeadershipEvent.Acquired;
import io.raftelection.LeadershipEvent.Follows;
import io.raftelection.Loss.Cause;
import io.raftelection.ServerId;
import io.raftelection.Tracker;
import io.raftelection.spi.LeadershipClaim;
import io.raftelection.spi.LeadershipClaim.Source;
import io.raftelection.spi.LeadershipProbe;
import io.raftelection.spi.PolledLeadership;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Polls real etcd processes. */
@Timeout(180)
final class EtcdLeadershipTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(2);
    private static final int MOVES = 40;

    @TempDir
    Path folder;

    /** The members that claimed to lead each term, including claims that the tracker rejects. */
    private final Map<Long, Set<ServerId>> claims = new ConcurrentHashMap<>();

    @AfterEach
    void noProcessesOrThreadsAreLeft() throws Exception {
        assertThat(ProcessHandle.current().children().filter(ProcessHandle::isAlive))
                .as("processes")
                .isEmpty();
        for (var thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith("grpc-")) {
                thread.join(PATIENCE.toMillis()); // the thread ends with the last channel
                assertThat(thread.isAlive()).as(thread.getName()).isFalse();
            }
        }
    }

    private PolledLeadership often(Etcd etcd) {
        var members = EtcdLeadership.of(Client.builder(), etcd.endpoints());
        var probes = new LinkedHashMap<ServerId, LeadershipProbe>();
        members.probes()
                .forEach((server, probe) -> probes.put(server, () -> {
                    var answer = probe.poll();
                    answer.filter(claim -> claim.source() == Source.SELF).ifPresent(this::note);
                    return answer;
                }));
        return PolledLeadership.of(probes).withInterval(SHORT).withJitter(SHORT);
    }

    private void note(LeadershipClaim claim) {
        claims.computeIfAbsent(claim.term(), term -> ConcurrentHashMap.newKeySet())
                .add(claim.leader());
    }

    @Test
    void leadershipThatIsMovedFortyTimesNeverHasTwoLeadersInOneTerm() throws Exception {
        try (var etcd = Etcd.start(3, folder);
                var tracker = Tracker.lenient("etcd")) {
            try {
                var polling = tracker.track(often(etcd));
                for (int moved = 0; moved < MOVES; ) {
                    var leadership = tracker.awaitLeader(PATIENCE);
                    var others = etcd.endpoints().keySet().stream()
                            .filter(server -> !server.equals(leadership.server()))
                            .sorted()
                            .toList();
                    if (etcd.move(leadership.server(), others.get(moved % 2))) {
                        leadership.awaitLost(PATIENCE);
                        moved++;
                    }
                }
                tracker.awaitLeader(PATIENCE);

                var history = tracker.history();
                assertThat(history.safety().splits()).isEmpty();
                assertThat(history.safety().unchecked()).isZero();
                assertThat(acquired(tracker).map(event -> event.term().orElseThrow()))
                        .isSorted()
                        .hasSizeGreaterThan(MOVES);
                assertThat(tracker.anomalies()).isEmpty();
                assertThat(history.events())
                        .allMatch(event -> event.isObserved() || event instanceof Follows follows && follows.unknown());
                System.out.println("etcd: "
                        + claims.values().stream()
                                .filter(each -> each.size() > 1)
                                .count() + " of " + claims.size()
                        + " terms were claimed by more than one member; " + polling.rejectedClaims() + " of "
                        + polling.polls() + " claims were rejected, " + polling.failures() + " polls failed");
            } catch (Throwable e) {
                throw new AssertionError(tracker.history() + "\n" + Etcd.logs(folder), e);
            }
        }
    }

    @Test
    void killedLeaderHasLostAndTheNextLeaderIsFound() throws Exception {
        try (var etcd = Etcd.start(3, folder);
                var tracker = Tracker.lenient("etcd")) {
            tracker.track(often(etcd));
            var first = tracker.awaitLeader(PATIENCE);

            etcd.kill(first.server());

            var loss = first.awaitLost(PATIENCE);
            assertThat(loss.cause()).isEqualTo(Cause.ENGINE_REASON);
            assertThat(loss.reason()).startsWith("cannot be polled: ");
            var second = tracker.awaitLeader(PATIENCE);
            assertThat(second.server()).isNotEqualTo(first.server());
            assertThat(second.fencingToken().orElseThrow())
                    .isGreaterThan(first.fencingToken().orElseThrow());
        }
    }

    private static Stream<Acquired> acquired(Tracker tracker) {
        return tracker.history().events().stream()
                .filter(Acquired.class::isInstance)
                .map(Acquired.class::cast);
    }
}
