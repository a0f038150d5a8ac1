package io.raftelection.internal;

import io.raftelection.LeadershipEvent;

/**
 * An event as the tracker keeps it. The {@link LeadershipEvent} itself is created when a caller asks for it: most
 * events are never asked for, and an engine's thread must not pay for them.
 */
interface RecordedEvent {

    /** Returns the event, equal at every call. */
    LeadershipEvent event();

    /** An event that was created at once: it is rare, or has anomalies. */
    record Created(LeadershipEvent event) implements RecordedEvent {}
}
