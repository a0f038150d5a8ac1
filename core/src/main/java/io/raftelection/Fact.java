package io.raftelection;

import io.raftelection.internal.Checks;
import io.raftelection.internal.Notation;
import java.time.Duration;
import java.util.Optional;

/**
 * Something beside the reports of the engine that may explain a change of leadership: what a test did, a server that
 * did not answer, a stall of this JVM. It has a begin and an end, and is recorded at both:
 *
 * <pre>
 * 12.304s s2 kill begins
 * 12.400s s2 kill ends after 0.096s
 * 15.000s s1 unreachable begins ("connection refused")
 * 19.000s stall ends after 3.204s
 * </pre>
 *
 * <p>Only the end of a stall is recorded, since nothing runs when it begins. Immutable.
 *
 * @param at the time of this begin or end, counted from the start of the tracker
 * @param kind the kind
 * @param server the server that it concerns; empty for a {@link Kind#STALL} that concerns all servers of the history
 * @param lasted for how long it lasted; empty at its begin
 * @param detail more words, or empty
 */
public record Fact(Duration at, Kind kind, Optional<ServerId> server, Optional<Duration> lasted, String detail) {

    /**
     * Checks the values.
     *
     * @param at the time of this begin or end
     * @param kind the kind
     * @param server the server that it concerns
     * @param lasted for how long it lasted; empty at its begin
     * @param detail more words, or empty
     * @throws IllegalArgumentException if a time is negative
     */
    public Fact {
        Checks.notNegative(at, "at");
        Checks.notNull(kind, "kind");
        Checks.notNull(server, "server");
        Checks.notNull(lasted, "lasted").ifPresent(time -> Checks.notNegative(time, "lasted"));
        Checks.notNull(detail, "detail");
    }

    /** The kind of a fact. */
    public enum Kind {
        /** A test elects the server. */
        ELECT("elect"),
        /** A test transfers leadership to the server. */
        TRANSFER("transfer"),
        /** A test makes the server give up leadership. */
        STEP_DOWN("step down"),
        /** A test kills the server. */
        KILL("kill"),
        /** A test starts the killed server again. */
        RESTART("restart"),
        /** A test removes the server from the cluster. */
        REMOVE("remove"),
        /** All links of the server are cut by a test. */
        ISOLATE("isolate"),
        /** A link of the server is cut by a test, in one direction: the detail names it. */
        CUT("cut"),
        /** The server is paused by a test. */
        PAUSE("pause"),
        /** The server could not be polled: the detail is the reason. */
        UNREACHABLE("unreachable"),
        /** This JVM did not run: a timer of it woke up late. */
        STALL("stall");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        /** {@return its words in the notation, as in {@code step down}} */
        public String words() {
            return words;
        }
    }

    /** {@return whether this is the end; otherwise it goes on} */
    public boolean isOver() {
        return lasted.isPresent();
    }

    /** {@return the time at which it began} */
    public Duration from() {
        var before = lasted.orElse(Duration.ZERO);
        return before.compareTo(at) < 0 ? at.minus(before) : Duration.ZERO;
    }

    /**
     * {@return the same fact at another time, for example on the time axis of several recordings}
     *
     * @param moment the time
     * @throws IllegalArgumentException if it is negative
     */
    public Fact withAt(Duration moment) {
        return new Fact(moment, kind, server, lasted, detail);
    }

    /**
     * {@return the end of this fact}
     *
     * @param end the time of the end, not earlier than this begin
     * @throws IllegalArgumentException if it is earlier
     */
    public Fact endAt(Duration end) {
        return new Fact(end, kind, server, Optional.of(end.minus(from())), detail);
    }

    /**
     * {@return the same fact, about a server}
     *
     * @param concerned the server
     */
    public Fact withServer(ServerId concerned) {
        return new Fact(at, kind, Optional.of(concerned), lasted, detail);
    }

    /** {@return one line, in the style of the notation} */
    @Override
    public String toString() {
        return Notation.print(this);
    }
}
