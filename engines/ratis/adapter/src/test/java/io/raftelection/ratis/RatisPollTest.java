package io.raftelection.ratis;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.ServerId;
import io.raftelection.Tracker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.statemachine.impl.BaseStateMachine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real server whose state machine is not wrapped. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class RatisPollTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final ServerId S1 = ServerId.of("s1");
    private static final RaftGroup GROUP = RaftGroup.valueOf(RaftGroupId.randomId(), LoneServer.PEER);

    @Test
    void serverThatIsBuiltAlreadyIsPolledUntilItIsClosed(@TempDir Path directory) throws Exception {
        try (var tracker = Tracker.lenient("polled");
                var server = LoneServer.builder(directory, GROUP)
                        .setStateMachine(new BaseStateMachine())
                        .build()) {
            var polling = tracker.track(
                    RatisLeadership.poll(S1, server, GROUP.getGroupId()).withInterval(Duration.ofMillis(10)));
            server.start();
            var leadership = tracker.await(S1, PATIENCE);
            var division = server.getDivision(GROUP.getGroupId()).getInfo();
            assertThat(leadership.term()).hasValue(division.getCurrentTerm());
            assertThat(tracker.history().events().get(0).isObserved()).isTrue();

            server.close();

            assertThat(division.isLeader())
                    .as("Ratis says after the close that it leads")
                    .isTrue();
            assertThat(leadership.awaitLost(PATIENCE).reason())
                    .contains("cannot be polled", GROUP.getGroupId() + ": is clos");
            assertThat(polling.rejectedClaims()).isZero();
            assertThat(tracker.leader()).isEmpty();
            assertThat(tracker.anomalies()).isEmpty();
        }
    }
}
