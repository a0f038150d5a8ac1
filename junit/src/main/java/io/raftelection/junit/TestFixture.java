package io.raftelection.junit;

import io.raftelection.Anomaly;
import io.raftelection.testing.ElectionControl;
import io.raftelection.testing.TestEngine;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;

/** The objects of one test, or of all tests of a class. */
final class TestFixture implements AutoCloseable {
    private static final long TURN_MINUTES = 10;

    private final TestEngine engine;
    private final ElectionControl control;
    private final Semaphore turn = new Semaphore(1);
    private final AtomicInteger checkedAnomalies = new AtomicInteger();

    /**
     * Creates the fixture.
     *
     * @param engine creates the cluster
     * @param control controls the elections of the cluster
     */
    TestFixture(TestEngine engine, ElectionControl control) {
        this.engine = engine;
        this.control = control;
    }

    ElectionControl control() {
        return control;
    }

    /** {@return the object for a parameter of a type; empty if none or more than one fits} */
    Optional<Object> find(Class<?> type) {
        var candidates = Stream.<Object>of(control, control.client(), control.tracker(), control.cluster(), engine)
                .filter(type::isInstance)
                .toList();
        return candidates.size() == 1 ? Optional.of(candidates.get(0)) : Optional.empty();
    }

    /** Waits until no other test uses the cluster, because only one thread may use a control. */
    void beginTurn() throws InterruptedException {
        if (!turn.tryAcquire(TURN_MINUTES, TimeUnit.MINUTES)) {
            throw new ExtensionConfigurationException("cluster: used by another test of the class for " + TURN_MINUTES
                    + " minutes, expected @Execution(SAME_THREAD) on the class");
        }
    }

    void endTurn() {
        turn.release();
    }

    /** {@return the anomalies that this method has not returned before} */
    List<Anomaly> newAnomalies() {
        var all = control.tracker().anomalies();
        return all.subList(Math.min(checkedAnomalies.getAndSet(all.size()), all.size()), all.size());
    }

    @Override
    public void close() {
        control.close();
    }
}
