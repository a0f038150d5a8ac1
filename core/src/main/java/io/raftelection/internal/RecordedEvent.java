package io.raftelection.internal;

import io.raftelection.LeadershipEvent;

/**
 * An event as the tracker keeps it. The {@link LeadershipEvent} itself is created when a caller asks for it: most
 * events are never asked for, and an engine's thread must not pay for them.
 */
interface RecordedEvent {

    /** Returns the event, equal at every call. */
    LeadershipEvent event();

    /** A notification that changed nothing. */
    record Anomalous(LeadershipEvent event) implements RecordedEvent {}
}
