package io.raftelection.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.ServerId;
import io.raftelection.Tracker;
import io.raftelection.testing.spi.RaftMessage.Entries;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests which entries of a leader are delivered before, during and after a breakpoint. */
@SuppressWarnings("NullAway.Init") // the progress is there before all tests
final class CommandProgressTest {
    private static final ServerId S1 = ServerId.of("s1");
    private static final ServerId S2 = ServerId.of("s2");
    private static final ServerId S3 = ServerId.of("s3");
    private static final Entries FIRST = new Entries(7, new long[] {10});

    private final Tracker tracker = Tracker.lenient("commands");
    private final PlannedBreakpoint planned = new PlannedBreakpoint(
            Breakpoint.of(1, Stage.ENQUEUED, List.of(S2, S3), 0), new CompletableFuture<>(), hit -> {});
    private CommandProgress progress;

    @BeforeEach
    void reachTheBreakpoint() {
        tracker.track(S1).acquired(7);
        progress = new CommandProgress(tracker.leader().orElseThrow(), 0);
        progress.add(planned);

        assertThat(progress.sends(S1, FIRST)).as("held").isFalse();
    }

    @AfterEach
    void close() {
        tracker.close();
    }

    @Test
    void entriesOfADeposedLeaderAreNeverDelivered() {
        progress.deposed();
        progress.end(planned);

        assertThat(progress.sends(S1, FIRST)).as("term 7 of s1").isFalse();
        assertThat(progress.sends(S1, new Entries(8, new long[] {11})))
                .as("a later term")
                .isTrue();
        assertThat(progress.sends(S2, FIRST)).as("another server").isTrue();
    }

    @Test
    void leaderSendsAgainAfterAnActionThatDidNotDeposeIt() {
        progress.end(planned);

        assertThat(progress.sends(S1, FIRST)).isTrue();
    }
}
