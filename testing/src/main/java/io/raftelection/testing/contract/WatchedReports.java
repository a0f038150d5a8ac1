package io.raftelection.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.Finding;
import io.raftelection.ServerId;
import io.raftelection.Tracker;
import io.raftelection.Watchdog;
import io.raftelection.spi.LeadershipProbe;
import io.raftelection.spi.LeadershipSink;
import io.raftelection.testing.contract.FaultySink.Fault;
import io.raftelection.testing.spi.Patience;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * The reports of one server, which a test can swallow, and a watchdog that compares them with what the server says of
 * itself. It is for tests of a {@link LeadershipProbe} whose servers are no test cluster; for those that are, there is
 * {@link WatchdogContract}. Thread-safe.
 */
public final class WatchedReports implements AutoCloseable {
    private static final Duration INTERVAL = Duration.ofMillis(300);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

    /** A difference counts at the second question, and one question may have begun before. */
    private static final int CONFIRMED = 3;

    private final Tracker tracker;
    private final ServerId server;
    private final FaultySink sink;
    private final Watchdog watchdog;

    /**
     * Tracks a server, and begins to watch it when {@link #watch} is called.
     *
     * @param tracker the tracker, which the caller closes after this object
     * @param server the server
     */
    public WatchedReports(Tracker tracker, ServerId server) {
        this.tracker = tracker;
        this.server = server;
        this.sink = new FaultySink(tracker.track(server));
        this.watchdog = Watchdog.of(tracker, INTERVAL);
    }

    /** {@return the sink to which the adapter reports} */
    public LeadershipSink sink() {
        return sink;
    }

    /** {@return the watchdog} */
    public Watchdog watchdog() {
        return watchdog;
    }

    /**
     * Watches the server.
     *
     * @param probe asks the server
     */
    public void watch(LeadershipProbe probe) {
        watchdog.watch(server, probe);
    }

    /** Swallows all later reports. */
    public void swallow() {
        sink.plant(Fault.SWALLOW);
    }

    /**
     * Waits until differences that are there now have been found.
     *
     * @param others other servers to wait for at the same time
     * @throws InterruptedException if the thread is interrupted
     * @throws AssertionError if a watchdog asks too few questions in half a minute
     */
    public void awaitQuestions(WatchedReports... others) throws InterruptedException {
        var until = new LinkedHashMap<WatchedReports, Long>();
        Stream.concat(Stream.of(this), Stream.of(others))
                .forEach(each -> until.put(each, each.watchdog.questions() + CONFIRMED));
        for (var each : until.entrySet()) {
            each.getKey().await(() -> each.getKey().watchdog.questions() >= each.getValue());
        }
    }

    /**
     * Waits until the watchdog finds something.
     *
     * @return the first finding
     * @throws InterruptedException if the thread is interrupted
     * @throws AssertionError if there is no finding in half a minute
     */
    public Finding awaitFinding() throws InterruptedException {
        await(() -> !watchdog.findings().isEmpty());
        return watchdog.findings().get(0);
    }

    private void await(BooleanSupplier condition) throws InterruptedException {
        assertThat(new Patience(ContractCluster.PATIENCE, LOOK_AGAIN).until(condition))
                .as("%s: %s; %s", watchdog, watchdog.findings(), tracker.history())
                .isTrue();
    }

    /** Stops watching. */
    @Override
    public void close() {
        watchdog.close();
    }
}
