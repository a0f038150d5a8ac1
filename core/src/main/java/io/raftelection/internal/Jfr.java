package io.raftelection.internal;

import io.raftelection.Leadership;
import java.util.function.Consumer;
import jdk.jfr.FlightRecorder;
import org.jspecify.annotations.Nullable;

/**
 * The flight recorder of this JVM. A JVM need not have one, so nothing else in this module uses a class of its module
 * {@code jdk.jfr}, except for the classes that are loaded when this class says that a recording runs.
 *
 * <p>The first instance of an event initializes the recorder, which takes 100 ms if no recording has run before.
 * Therefore no class of events is loaded until then: without a recording, a report costs one read of a volatile field.
 */
final class Jfr {
    private static final boolean PRESENT = isPresent();

    private Jfr() {}

    private static boolean isPresent() {
        try {
            FlightRecorder.isInitialized();
            return true;
        } catch (Throwable e) { // the JVM has no module jdk.jfr, or this module does not read it
            return false;
        }
    }

    /** Whether a recording wants what servers report: leaderships, views or anomalies. Never throws. */
    static boolean isOn() {
        try {
            return PRESENT && FlightRecorder.isInitialized() && Reported.isWanted();
        } catch (Throwable e) { // the recorder is broken, which the engine must not notice
            return false;
        }
    }

    /** Loads the classes of the events if a recording runs. Called without a lock, since it takes milliseconds. */
    static void prepare() {
        isOn();
    }

    /**
     * Begins the event of an expectation.
     *
     * @return what ends the event, to be called once, without the lock; null if no recording wants it
     */
    static @Nullable Consumer<Outcome<Leadership>> expectation(String tracker, WaitTarget target) {
        try {
            return PRESENT && FlightRecorder.isInitialized() && Expected.isWanted()
                    ? JfrExpectation.begin(tracker, target)
                    : null;
        } catch (Throwable e) {
            return null;
        }
    }

    /** The events of reports. They are only asked whether a recording wants their kind. */
    private static final class Reported {
        private static final JfrLeadership LEADERSHIP = new JfrLeadership();
        private static final JfrView VIEW = new JfrView();
        private static final JfrAnomaly ANOMALY = new JfrAnomaly();

        static boolean isWanted() {
            return LEADERSHIP.isEnabled() || VIEW.isEnabled() || ANOMALY.isEnabled();
        }
    }

    /** The event of expectations, which is asked in the same way. */
    private static final class Expected {
        private static final JfrExpectation EXPECTATION = new JfrExpectation();

        static boolean isWanted() {
            return EXPECTATION.isEnabled();
        }
    }
}
