package io.raftelection.testing.toy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftelection.ServerId;
import io.raftelection.Tracker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tracks servers of the toy engine as a service does: with the adapter, and without a test cluster. */
@Timeout(120)
final class ToyProductionTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final List<String> MEMBERS = List.of("s1", "s2", "s3");

    private final Tracker tracker = Tracker.lenient("toy");
    private final ToyNetwork network = new ToyNetwork((from, to, message) -> true);
    private final Map<String, ToyRaft> servers = new HashMap<>();
    private final List<Long> electedTerms = new CopyOnWriteArrayList<>();

    private final class Users implements ToyListener {
        @Override
        public void elected(long term) {
            electedTerms.add(term);
        }
    }

    // region started
    private void start(String name) {
        var listener = ToyLeadership.attach(new Users(), tracker.track(ServerId.of(name)));
        var server = new ToyRaft(new ToyConfig(name, MEMBERS, new ToyDisk(), network, command -> {}, listener));
        servers.put(name, server);
        network.run(() -> network.add(name, server));
    }
    // endregion

    private void close(ServerId name) {
        var server = Objects.requireNonNull(servers.remove(name.value()));
        network.run(server::close);
    }

    @AfterEach
    void close() {
        new ArrayList<>(servers.keySet()).forEach(name -> close(ServerId.of(name)));
        network.close();
        tracker.close();
    }

    // region production
    @Test
    void leadershipIsReportedFromTheElectionToTheClose() throws Exception {
        MEMBERS.forEach(this::start);
        var first = tracker.awaitLeader(PATIENCE);

        close(first.server());

        var loss = first.awaitLost(PATIENCE);
        assertThat(loss.reason()).isEqualTo("server closed");
        var next = tracker.awaitLeader(PATIENCE);
        assertThat(next.term().orElseThrow()).isGreaterThan(first.term().orElseThrow());
        assertThat(tracker.anomalies()).isEmpty();
        assertThat(electedTerms).contains(first.term().orElseThrow());
    }
    // endregion

    @Test
    void usersListenerIsReturnedAndAnyOtherRefused() {
        var users = new Users();
        var attached = ToyLeadership.attach(users, tracker.track(ServerId.of("s1")));

        assertThat(ToyLeadership.unwrap(attached)).isSameAs(users);
        assertThatThrownBy(() -> ToyLeadership.unwrap(users))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith("was never attached, expected what attach returned");
    }
}
