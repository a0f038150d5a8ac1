package io.raftelection.tla;

import io.raftelection.History;
import io.raftelection.LeadershipEvent;
import io.raftelection.report.Recording;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The check that a history is a behaviour of the TLA+ module {@code Tracker}: that campaigns, votes, crashes and late
 * notifications as Raft allows them lead to exactly these events, with exactly these flags. In a test:
 *
 * <pre>{@code
 * TraceValidation.check(tracker.history()).orFail();
 * }</pre>
 *
 * <p>What an engine is known to get wrong is part of the module, as long as the tracker flagged it: duplicates, stale
 * acquisitions, missed and spurious losses. A term with two leaders is none of it. Times, tenures and the engine's
 * words are not looked at.
 *
 * <p>The model checker TLC runs in a JVM of its own, for about a second and longer for hundreds of events.
 *
 * @param events the history
 * @param explained how many of the events, from the first, are explained
 */
public record TraceValidation(List<LeadershipEvent> events, int explained) {

    /**
     * Copies the events.
     *
     * @param events the history
     * @param explained how many of the events, from the first, are explained
     */
    public TraceValidation {
        events = List.copyOf(events);
    }

    /**
     * {@return how much of a recording is explained}
     *
     * @param recording a file as {@code raft-election run --record} writes it
     * @throws IllegalArgumentException if events or terms are missing, see {@link #check(History)}
     * @throws IOException if it cannot be read or is not a recording, or if TLC cannot be started
     * @throws InterruptedException if the thread was interrupted; TLC is ended then
     */
    public static TraceValidation check(Path recording) throws IOException, InterruptedException {
        return check(Recording.read(recording));
    }

    /**
     * {@return how much of a history is explained}
     *
     * @param history whole, from a tracker's beginning, of an engine that has terms
     * @throws IllegalArgumentException if events are missing, or if an acquisition carries no term
     * @throws IOException if TLC cannot be started
     * @throws InterruptedException if the thread was interrupted; TLC is ended then
     */
    public static TraceValidation check(History history) throws IOException, InterruptedException {
        var module = new TraceModule(history);
        var events = history.events();
        return new TraceValidation(events, events.isEmpty() ? 0 : module.run().explained());
    }

    /** {@return whether every event is explained} */
    public boolean isBehaviour() {
        return explained == events.size();
    }

    /** {@return the first event that nothing explains, if there is one} */
    public Optional<LeadershipEvent> unexplained() {
        return isBehaviour() ? Optional.empty() : Optional.of(events.get(explained));
    }

    /**
     * Fails a test unless every event is explained.
     *
     * @throws AssertionError naming the first event that nothing explains, after those before it
     */
    public void orFail() {
        if (!isBehaviour()) {
            throw new AssertionError(this);
        }
    }

    /** {@return the verdict in a sentence, and what led to the first event that nothing explains, a line each} */
    @Override
    public String toString() {
        if (isBehaviour()) {
            return "history: a behaviour of Raft and of the tracker, " + explained
                    + (explained == 1 ? " event" : " events") + " explained";
        }
        var text = new StringBuilder("history: no behaviour of Raft and of the tracker, event ")
                .append(explained + 1)
                .append(" of ")
                .append(events.size())
                .append(" is not explained");
        events.subList(0, explained).forEach(event -> text.append("\n    ").append(event));
        return text.append("\n  > ").append(events.get(explained)).toString();
    }
}
