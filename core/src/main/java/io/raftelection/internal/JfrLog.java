package io.raftelection.internal;

import io.raftelection.LeadershipEvent.Follows;
import io.raftelection.ServerId;
import io.raftelection.internal.Effect.End;
import io.raftelection.internal.Effect.ReportAnomaly;
import io.raftelection.internal.RecordedEvent.Created;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jdk.jfr.Event;

/**
 * What one tracker records with the flight recorder. It is created when a recording runs for the first time. Guarded by
 * the ledger's lock: the events begin and end under it, and the {@link DeferredActions} commit them without it.
 */
final class JfrLog {
    private final String tracker;

    /** The leaderships that are held and began while a recording ran. */
    private final Map<HeldLeadership, JfrLeadership> held = new HashMap<>(4);

    JfrLog(String tracker) {
        this.tracker = tracker;
    }

    /** Records an event of the tracker, with its anomalies. Never throws. */
    void record(ServerId server, RecordedEvent recorded, List<ReportAnomaly> anomalies, DeferredActions deferred) {
        var isObserved = recorded instanceof Observed;
        var event = recorded instanceof Observed observed ? observed.recorded() : recorded;
        if (!Jfr.isOn()) {
            if (event instanceof End end) {
                held.remove(end.leadership());
            }
            return;
        }
        try {
            if (event instanceof HeldLeadership leadership) {
                begin(leadership, isObserved, deferred);
            } else if (event instanceof End end) {
                end(end, isObserved, deferred);
            } else if (event instanceof ReportedView view) {
                commit(JfrView.of(tracker, view), deferred);
            } else if (event instanceof Created created && created.event() instanceof Follows follows) {
                follows(follows, deferred);
            }
            for (var anomaly : anomalies) {
                commit(JfrAnomaly.of(tracker, server, term(event), anomaly), deferred);
            }
        } catch (Throwable e) {
            // The recorder is broken. Neither the engine nor the tracker depends on it.
        }
    }

    private void begin(HeldLeadership leadership, boolean isObserved, DeferredActions deferred) {
        var event = new JfrLeadership();
        if (event.isEnabled()) {
            event.begin();
            event.recordedFromStart = true;
            event.observed = isObserved;
            held.put(leadership, event);
        }
        commit(JfrView.of(tracker, leadership), deferred);
    }

    /** A leadership that began before the recording has an event that says so, and whose own duration is zero. */
    private void end(End end, boolean isObserved, DeferredActions deferred) {
        var begun = held.remove(end.leadership());
        var event = begun == null ? new JfrLeadership() : begun;
        event.observed |= isObserved;
        event.end(tracker, end);
        commit(event, deferred);
    }

    private void follows(Follows follows, DeferredActions deferred) {
        if (follows.isChange()) {
            commit(JfrView.of(tracker, follows), deferred);
        }
    }

    private static void commit(Event event, DeferredActions deferred) {
        if (event.isEnabled()) {
            deferred.add(event::commit);
        }
    }

    private static long term(RecordedEvent event) {
        if (event instanceof HeldLeadership leadership) {
            return leadership.termNumber();
        }
        if (event instanceof ReportedView view) {
            return view.term();
        }
        return event instanceof Created created ? created.event().term().orElse(Terms.NONE) : Terms.NONE;
    }
}
