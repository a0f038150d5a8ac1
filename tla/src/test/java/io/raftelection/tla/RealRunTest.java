package io.raftelection.tla;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.ServerId;
import io.raftelection.Tracker;
import io.raftelection.ratis.testing.RatisEngine;
import io.raftelection.testing.TestCluster;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Checks the history of a real cluster with a transfer, a crash and an isolated leader. */
final class RealRunTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final List<ServerId> SERVERS = List.of(ServerId.of("s1"), ServerId.of("s2"), ServerId.of("s3"));

    @Test
    void realHistoryIsABehaviour() throws Exception {
        var tracker = Tracker.lenient("ratis");
        try (tracker;
                var cluster = new TestCluster(new RatisEngine(), SERVERS, tracker::track)) {
            cluster.start();
            var first = tracker.awaitLeader(PATIENCE);
            var target = SERVERS.get((SERVERS.indexOf(first.server()) + 1) % SERVERS.size());
            cluster.transfer(target);
            var second = tracker.awaitLeader(PATIENCE); // usually the target, but any leader is valid
            cluster.kill(second.server());
            second.awaitLost(PATIENCE);
            var third = tracker.awaitLeader(PATIENCE);
            cluster.restart(second.server());
            cluster.isolate(third.server());
            third.awaitLost(PATIENCE);
            tracker.awaitLeader(PATIENCE);
            cluster.heal();
        }

        assertThat(tracker.history().events()).hasSizeGreaterThanOrEqualTo(6);
        TraceValidation.check(tracker.history()).orFail();
    }
}
