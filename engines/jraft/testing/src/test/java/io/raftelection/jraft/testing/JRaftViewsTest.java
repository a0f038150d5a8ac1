package io.raftelection.jraft.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.alipay.sofa.jraft.Iterator;
import com.alipay.sofa.jraft.Node;
import com.alipay.sofa.jraft.conf.Configuration;
import com.alipay.sofa.jraft.core.StateMachineAdapter;
import com.alipay.sofa.jraft.entity.PeerId;
import io.raftelection.LeadershipEvent.Members;
import io.raftelection.ServerId;
import io.raftelection.Tracker;
import io.raftelection.testing.ElectionControl;
import io.raftelection.testing.TestEngine;
import io.raftelection.testing.contract.ViewContract;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

final class JRaftViewsTest extends ViewContract {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final ServerId S1 = ServerId.of("s1");
    private static final ServerId S2 = ServerId.of("s2");
    private static final ServerId S3 = ServerId.of("s3");
    private static final ServerId S4 = ServerId.of("s4");

    /** The name of {@code s4} in JRaft. */
    private static final PeerId FOURTH = new PeerId("server", 4);

    @Override
    protected TestEngine engine() {
        return new JRaftEngine();
    }

    /** A user's state machine, which keeps the configurations that JRaft reports. */
    private static final class Configured extends StateMachineAdapter {
        private final Queue<Configuration> reported;

        private Configured(Queue<Configuration> reported) {
            this.reported = reported;
        }

        @Override
        public void onApply(Iterator committed) {
            while (committed.hasNext()) {
                committed.next();
            }
        }

        @Override
        public void onConfigurationCommitted(Configuration configuration) {
            reported.add(configuration.copy());
        }
    }

    private static Members awaitMembers(Tracker tracker, Predicate<Members> condition) throws InterruptedException {
        var events = new Semaphore(0);
        try (var subscription = tracker.subscribe(event -> events.release())) {
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (tracker.members().filter(condition).isEmpty()) {
                assertThat(events.tryAcquire(end - System.nanoTime(), TimeUnit.NANOSECONDS))
                        .as("%s", tracker.history())
                        .isTrue();
            }
            return tracker.members().orElseThrow();
        }
    }

    @Test
    void membersAreKnownWhereJRaftReportsNone() throws Exception {
        var reported = new ConcurrentLinkedQueue<Configuration>();
        var engine = JRaftEngine.builder()
                .stateMachines(server -> new Configured(reported))
                .build();
        try (var control = ElectionControl.start(engine, 4)) {
            control.elect(S1);
            awaitMembers(control.tracker(), members -> members.voters().equals(Set.of(S1, S2, S3, S4)));
            assertThat(reported)
                    .as("JRaft does not report the first configuration")
                    .isEmpty();

            var leader = control.cluster().unwrap(S1, Node.class);
            var removed = new FutureClosure("voter");
            leader.removePeer(FOURTH, removed);
            removed.awaitDone();
            var added = new FutureClosure("learner");
            leader.addLearners(List.of(FOURTH), added);
            added.awaitDone();
            control.elect(S2);

            var members = awaitMembers(control.tracker(), now -> now.learners().equals(Set.of(S4)));
            assertThat(members.voters()).containsExactly(S1, S2, S3);
            assertThat(reported).isNotEmpty().allSatisfy(configuration -> {
                assertThat(configuration.getPeers()).hasSize(3);
                assertThat(configuration.getLearners())
                        .as("JRaft reports no learners")
                        .isEmpty();
            });
            assertThat(control.tracker().anomalies()).isEmpty();
        }
    }
}
