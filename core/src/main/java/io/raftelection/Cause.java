package io.raftelection;

import io.raftelection.internal.Checks;

/**
 * Why a server acquired or lost leadership, as far as the history proves it. It is never guessed: without evidence, the
 * kind is {@link Kind#UNKNOWN}.
 *
 * @param kind the kind
 * @param evidence the evidence, in words; it may quote the engine's words
 * @see Causes
 */
public record Cause(Kind kind, String evidence) {

    /**
     * Checks that nothing is null.
     *
     * @param kind the kind
     * @param evidence the evidence, in words
     */
    public Cause {
        Checks.notNull(kind, "kind");
        Checks.notNull(evidence, "evidence");
    }

    /**
     * A change of leadership and its cause.
     *
     * @param event the acquisition or the loss
     * @param cause its cause
     */
    public record Change(LeadershipEvent event, Cause cause) {

        /**
         * Checks that nothing is null.
         *
         * @param event the acquisition or the loss
         * @param cause its cause
         */
        public Change {
            Checks.notNull(event, "event");
            Checks.notNull(cause, "cause");
        }

        /** {@return the event in the notation, and its cause} */
        @Override
        public String toString() {
            return event + ": " + cause;
        }
    }

    /** The kind of a cause. */
    public enum Kind {
        /** A test did it: it elected, deposed, killed, removed, paused or disconnected a server. */
        CONTROL("control"),
        /** A test transferred leadership. */
        TRANSFER("transfer"),
        /** The leader could not be polled at that time. */
        UNREACHABLE("unreachable"),
        /** The engine gave a reason. */
        ENGINE_REASON("engine reason"),
        /** A loss: another server was known to have acquired a later term. */
        SUPERSEDED("superseded"),
        /** The change overlapped a stall of this JVM. */
        STALL("stall"),
        /** An election: it is the first leadership that was reported, and nothing is known of the time before. */
        START("start"),
        /** A loss: the tracker or its recording ended, or it no longer follows the server. */
        TRACKER("tracker"),
        /** No evidence was recorded. */
        UNKNOWN("unknown");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        /** {@return its words, as in {@code engine reason}} */
        public String words() {
            return words;
        }
    }

    /** {@return as in {@code control, kill of s1 since 1.204s}} */
    @Override
    public String toString() {
        return kind.words() + ", " + evidence;
    }
}
