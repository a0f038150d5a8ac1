package io.raftelection.proofs.lincheck;

import io.raftelection.Leadership;
import io.raftelection.LeadershipEvent;
import io.raftelection.LeadershipEvent.Members;
import io.raftelection.LeadershipFuture;
import io.raftelection.LeadershipTimeoutException;
import io.raftelection.ServerId;
import io.raftelection.Tracker;
import io.raftelection.TrackerClosedException;
import io.raftelection.spi.LeadershipSink;
import io.raftelection.spi.ManualTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;

/**
 * The operations that threads run on a tracker. Their results must equal those of {@link TrackerModel} in some
 * sequential order. The servers are 1 and 2; server 1 is expected from the start. Server 3 is not tracked, and an
 * unknown term is 0. All servers vote in configuration 1; in 2 the second one is a learner, and in 3 only the second
 * one votes.
 */
@Param(name = "server", gen = IntGen.class, conf = "1:2")
@Param(name = "term", gen = IntGen.class, conf = "1:3")
@Param(name = "leader", gen = IntGen.class, conf = "1:3")
@Param(name = "viewTerm", gen = IntGen.class, conf = "0:3")
@Param(name = "config", gen = IntGen.class, conf = "1:3")
public class TrackerOperations {
    /** The number of trackers, one per round. */
    static final AtomicLong ROUNDS = new AtomicLong();

    private static final Duration FIVE = Duration.ofSeconds(5);

    private final ManualTime time = new ManualTime();
    private final Tracker tracker = Tracker.builder("orders")
            .strict(true)
            .timer(time)
            .clock(time)
            .logger(Silence.INSTANCE)
            .executor(Runnable::run)
            .build();
    private final LeadershipSink s1 = tracker.track(id(1));
    private final LeadershipSink s2 = tracker.track(id(2));
    private final LeadershipFuture future = tracker.expect(id(1), FIVE);

    /** Starts a round. */
    public TrackerOperations() {
        ROUNDS.incrementAndGet();
    }

    private static ServerId id(int server) {
        return ServerId.of("s" + server);
    }

    private LeadershipSink sink(int server) {
        return server == 1 ? s1 : s2;
    }

    /** Reports the event as an engine does. */
    @Operation
    public void acquired(@Param(name = "server") int server, @Param(name = "term") int term) {
        sink(server).acquired(term);
    }

    /** Reports the event as an engine does. */
    @Operation
    public void lost(@Param(name = "server") int server) {
        sink(server).lost();
    }

    /** Reports the event as an engine does. */
    @Operation
    public void ready(@Param(name = "server") int server) {
        sink(server).ready();
    }

    /** Reports the event as an engine does. */
    @Operation
    public void follows(
            @Param(name = "server") int server,
            @Param(name = "leader") int leader,
            @Param(name = "viewTerm") int viewTerm) {
        sink(server).follows(id(leader), viewTerm == 0 ? -1 : viewTerm);
    }

    /** Reports the event as an engine does. */
    @Operation
    public void followsNobody(@Param(name = "server") int server, @Param(name = "viewTerm") int viewTerm) {
        sink(server).followsNobody(viewTerm == 0 ? -1 : viewTerm);
    }

    /** Reports the event as an engine does. */
    @Operation
    public void applies(@Param(name = "server") int server, @Param(name = "config") int config) {
        switch (config) {
            case 1 -> sink(server).members(Set.of(id(1), id(2)), Set.of());
            case 2 -> sink(server).members(Set.of(id(1)), Set.of(id(2)));
            default -> sink(server).members(Set.of(id(2)), Set.of());
        }
    }

    private static int config(Members members) {
        return members.voters().size() == 2 ? 1 : members.learners().isEmpty() ? 3 : 2;
    }

    /** {@return whether the server was tracked} */
    @Operation
    public boolean untrack(@Param(name = "server") int server) {
        try {
            tracker.untrack(id(server));
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** {@return whether no expectation was pending} */
    @Operation
    public boolean expect(@Param(name = "server") int server) {
        try {
            tracker.expect(id(server), FIVE);
            return true;
        } catch (IllegalStateException | IllegalArgumentException e) {
            return false;
        }
    }

    /** {@return whether this call decided the first expectation} */
    @Operation
    public boolean cancel() {
        return future.cancel();
    }

    /** Advances the time. Threads do not call it concurrently, as with any clock. */
    @Operation(nonParallelGroup = "time")
    public void pass() {
        time.advance(FIVE);
    }

    /** {@return the result of the first expectation} */
    @Operation
    public String decision() throws InterruptedException {
        if (!future.isDone()) {
            return "pending";
        }
        try {
            return "tenure " + future.done().tenure();
        } catch (LeadershipTimeoutException e) {
            return "late";
        } catch (CancellationException e) {
            return "cancelled";
        } catch (TrackerClosedException e) {
            return "closed";
        }
    }

    /** {@return the tenure of the leader, or 0} */
    @Operation
    public long leader() {
        return tracker.leader().map(leadership -> leadership.tenure()).orElse(0L);
    }

    /** {@return whether the leader may serve} */
    @Operation
    public boolean isReady() {
        return tracker.leader().map(Leadership::isReady).orElse(false);
    }

    /** {@return the view of a server} */
    @Operation
    public String view(@Param(name = "server") int server) {
        try {
            return tracker.view(id(server))
                    .map(view -> text(view.leader()) + " " + view.term().orElse(0))
                    .orElse("unknown");
        } catch (IllegalArgumentException e) {
            return "untracked";
        }
    }

    private static String text(Optional<ServerId> leader) {
        return leader.map(server -> server.value().substring(1)).orElse("0");
    }

    /** {@return the known leader, its term and tenure, and the servers that reported it} */
    @Operation
    public String knownLeader() {
        return tracker.knownLeader()
                .map(known ->
                        text(Optional.of(known.server())) + " " + known.term().orElse(0) + " "
                                + known.leadership().map(Leadership::tenure).orElse(0L) + " " + known.reportedBy())
                .orElse("");
    }

    /** {@return the configuration, or 0} */
    @Operation
    public int members() {
        return tracker.members().map(TrackerOperations::config).orElse(0);
    }

    /** {@return the role of each server} */
    @Operation
    public String standings() {
        return tracker.standings().stream()
                .map(standing -> standing.role().toString())
                .toList()
                .toString();
    }

    /** {@return the history without times} */
    @Operation
    public String history() {
        return tracker.history().events().stream()
                .map(TrackerOperations::text)
                .toList()
                .toString();
    }

    private static String text(LeadershipEvent event) {
        var about = event.server() + " " + event.tenure().orElse(0) + " ";
        var anomalies = List.copyOf(event.anomalies()).stream().sorted().toList();
        return about
                + event.<String>match(
                        acquired -> "ACQUIRED",
                        ready -> "READY",
                        lost -> lost.cause().toString(),
                        follows -> "FOLLOWS "
                                + (follows.unknown()
                                        ? "unknown"
                                        : text(follows.leader()) + " "
                                                + follows.term().orElse(0)),
                        members -> "MEMBERS " + config(members))
                + (anomalies.isEmpty() ? "" : " " + anomalies);
    }

    /** {@return the number of dropped notifications} */
    @Operation
    public long dropped() {
        return tracker.dropped();
    }

    /** Ignores further notifications. */
    @Operation
    public void ignore() {
        tracker.ignore();
    }

    /** Closes the tracker. */
    @Operation
    public void close() {
        tracker.close();
    }
}
