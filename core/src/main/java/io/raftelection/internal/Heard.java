package io.raftelection.internal;

import io.raftelection.LeadershipEvent;

/**
 * Something that was heard of a server, as the tracker keeps it. Its event is made when somebody asks: most are never
 * asked for, and an engine's thread must not pay for them.
 */
interface Heard {

    /** The event, equal at every call. */
    LeadershipEvent event();

    /** What was heard and led to nothing. */
    record Oddity(LeadershipEvent event) implements Heard {}
}
