package io.raftelection.internal;

import io.raftelection.Leadership;
import io.raftelection.LeadershipTimeoutException;
import io.raftelection.TrackerClosedException;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/** The flight recorder's event of an expectation, from its begin until it is decided. */
@Name("io.raftelection.Expectation")
@Label("Expectation")
@Category("Raft Election")
@Description("A caller expected servers to acquire leadership. Written when the expectation is decided")
@StackTrace(false)
final class JfrExpectation extends Event {
    @Label("Tracker")
    @Description("The name of the tracker, which is that of the cluster")
    String tracker = "";

    @Label("Servers")
    @Description("The servers of which one was expected to acquire leadership")
    String servers = "";

    @Label("Timeout")
    @Timespan(Timespan.NANOSECONDS)
    long timeout;

    @Label("Outcome")
    @Description("FULFILLED, TIMED_OUT, CANCELLED, CLOSED or FAILED")
    String outcome = "";

    @Label("Leader")
    @Description("The server that fulfilled it; none if it failed")
    @Nullable
    String leader;

    @Label("Term")
    @Description("The term of that leader; -1 if there is none")
    long term = Terms.NONE;

    /** Begins an event. {@return what ends and commits it} */
    static Consumer<Outcome<Leadership>> begin(String tracker, WaitTarget target) {
        var event = new JfrExpectation();
        event.tracker = tracker;
        event.servers = target.servers().size() == 1
                ? target.servers().iterator().next().value()
                : Shown.list(target.servers());
        event.timeout = target.timeout().toNanos();
        event.begin();
        return event::end;
    }

    private void end(Outcome<Leadership> decided) {
        end();
        var acquired = decided.value();
        if (acquired != null) {
            outcome = "FULFILLED";
            leader = acquired.server().value();
            term = acquired.term().orElse(Terms.NONE);
        } else {
            outcome = word(decided.failure() == null ? null : decided.failure().get());
        }
        commit();
    }

    private static String word(@Nullable RuntimeException failure) {
        if (failure instanceof LeadershipTimeoutException) {
            return "TIMED_OUT";
        }
        if (failure instanceof CancellationException) {
            return "CANCELLED";
        }
        return failure instanceof TrackerClosedException ? "CLOSED" : "FAILED";
    }
}
