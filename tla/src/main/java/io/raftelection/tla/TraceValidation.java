package io.raftelection.tla;

import io.raftelection.History;
import io.raftelection.LeadershipEvent;
import io.raftelection.report.Recording;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Checks that a history is a behaviour of the TLA+ module {@code TrackerViews}: campaigns, votes, messages of leaders
 * and late notifications that Raft allows must lead to exactly these events with exactly these anomalies. In a test:
 *
 * <pre>{@code
 * TraceValidation.check(tracker.history()).orFail();
 * }</pre>
 *
 * <p>A view with a term names the leader that was elected in this term, and no term of a server goes back. A view
 * without a term names a server that was elected at some time. A server is ready only while it leads. Once
 * configurations are known, only a server that votes in one of them is elected, and a change needs a leader.
 *
 * <p>The module includes the known errors of engines if the tracker marked them as anomalies: duplicates, stale
 * acquisitions, missed losses, spurious losses, repeated readiness, and views whose term is unknown. It does not
 * include a term with two leaders or a view of an earlier term. The check ignores times, tenures and the reasons of
 * engines.
 *
 * <p>The model checker TLC runs in a separate JVM. It takes about a second, and longer for hundreds of events.
 *
 * @param events the events of the history
 * @param explained the number of events, from the first, that the model explains
 */
public record TraceValidation(List<LeadershipEvent> events, int explained) {

    /**
     * Creates a result and copies the events.
     *
     * @param events the events of the history
     * @param explained the number of events, from the first, that the model explains
     */
    public TraceValidation {
        events = List.copyOf(events);
    }

    /**
     * {@return the result for a recording with a single run}
     *
     * @param recording the file, for example from {@code raft-election run --record}
     * @throws IllegalArgumentException if events or terms are missing: see {@link #check(History)}
     * @throws IOException if the file cannot be read or is not a recording, or if TLC cannot start
     * @throws InterruptedException if the thread is interrupted; TLC is then terminated
     */
    public static TraceValidation check(Path recording) throws IOException, InterruptedException {
        return check(Recording.read(recording));
    }

    /**
     * {@return the result for a history}
     *
     * @param history a complete history from the start of a tracker, of an engine with terms
     * @throws IllegalArgumentException if events are missing, or if an acquisition has no term
     * @throws IOException if TLC cannot start
     * @throws InterruptedException if the thread is interrupted; TLC is then terminated
     */
    public static TraceValidation check(History history) throws IOException, InterruptedException {
        var module = new TraceModule(history);
        var events = module.events();
        return new TraceValidation(events, events.isEmpty() ? 0 : module.run().explained());
    }

    /** {@return whether the model explains every event} */
    public boolean isBehaviour() {
        return explained == events.size();
    }

    /** {@return the first event that the model does not explain, if there is one} */
    public Optional<LeadershipEvent> unexplained() {
        return isBehaviour() ? Optional.empty() : Optional.of(events.get(explained));
    }

    /**
     * Fails a test unless the model explains every event.
     *
     * @throws AssertionError if an event is not explained; the message lists it after the events before it
     */
    public void orFail() {
        if (!isBehaviour()) {
            throw new AssertionError(this);
        }
    }

    /** {@return the result as a sentence, followed by the events up to the first one that is not explained} */
    @Override
    public String toString() {
        if (isBehaviour()) {
            return "history: is a behaviour of Raft and of the tracker, " + explained
                    + (explained == 1 ? " event" : " events") + " explained";
        }
        var text = new StringBuilder("history: is not a behaviour of Raft and of the tracker, event ")
                .append(explained + 1)
                .append(" of ")
                .append(events.size())
                .append(" is not explained");
        events.subList(0, explained).forEach(event -> text.append("\n    ").append(event));
        return text.append("\n  > ").append(events.get(explained)).toString();
    }
}
