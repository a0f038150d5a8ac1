package io.raftelection.internal;

import io.raftelection.Cause;
import io.raftelection.Fact;
import io.raftelection.LeadershipEvent.Acquired;
import io.raftelection.LeadershipEvent.Lost;
import io.raftelection.ServerId;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Spells the evidence of causes. */
public final class Evidence {
    /** The cause of what has no evidence. */
    public static final Cause UNKNOWN = new Cause(Cause.Kind.UNKNOWN, "no evidence was recorded");

    private Evidence() {}

    /** {@return a cause that a fact proves} */
    public static Cause of(Cause.Kind kind, Fact fact) {
        return new Cause(
                kind,
                fact.kind().words()
                        + fact.server().map(server -> " of " + name(server)).orElse("") + " since "
                        + Notation.seconds(fact.from())
                        + (fact.detail().isEmpty() ? "" : " (" + Notation.quote(fact.detail()) + ")"));
    }

    /** {@return a stall that overlapped the time in which a change happened} */
    public static Cause stall(Fact stall, Duration from, Duration to) {
        return new Cause(
                Cause.Kind.STALL,
                "the time from " + Notation.seconds(from) + " to " + Notation.seconds(to)
                        + " overlapped a stall of "
                        + stall.server()
                                .map(server -> "the process of " + name(server))
                                .orElse("the tracker's JVM")
                        + " from " + Notation.seconds(stall.from()) + " to " + Notation.seconds(stall.at()));
    }

    /** {@return what the report of a loss said} */
    public static Cause engine(Lost lost) {
        return new Cause(Cause.Kind.ENGINE_REASON, "the report said " + Notation.quote(lost.reason()));
    }

    /**
     * {@return that another server had acquired a later term}
     *
     * @param later that acquisition, if it is known
     */
    public static Cause superseded(@Nullable Acquired later) {
        if (later == null) {
            return new Cause(Cause.Kind.SUPERSEDED, "another server acquired a later term");
        }
        var line = later.toString();
        return new Cause(
                Cause.Kind.SUPERSEDED, line.substring(line.indexOf(' ') + 1) + " at " + Notation.seconds(later.at()));
    }

    /** {@return the cause of an election: that of the loss before it} */
    public static Cause after(Lost loss, Cause cause) {
        return new Cause(
                cause.kind(),
                name(loss.server()) + " lost leadership at " + Notation.seconds(loss.at()) + ": " + cause.evidence());
    }

    /** {@return a server in the notation} */
    public static String name(ServerId server) {
        return Notation.quoted(server.value());
    }
}
