package io.raftelection.internal;

import io.raftelection.Cause;
import io.raftelection.Fact;
import io.raftelection.ServerId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The facts that may explain the next change: those that go on, and the latest stalls. Not thread-safe. */
public final class Clues {
    /** How many stalls are kept. */
    private static final int STALLS = 16;

    private final OpenFacts open;
    private final Deque<Fact> stalls;

    /** Creates one without facts. */
    public Clues() {
        open = new OpenFacts();
        stalls = new ArrayDeque<>();
    }

    /**
     * Copies another one.
     *
     * @param other the other one
     */
    public Clues(Clues other) {
        open = new OpenFacts(other.open);
        stalls = new ArrayDeque<>(other.stalls);
    }

    /**
     * What a stall may explain.
     *
     * @param from since when the change may have happened
     * @param at when it was reported
     * @param server the server that won or lost
     * @param previous the leader before; null if there is none, or for a loss
     */
    public record Interval(
            Duration from,
            Duration at,
            ServerId server,
            @Nullable ServerId previous) {

        /**
         * {@return whether a stall overlaps it, and concerns one of the servers}
         *
         * @param stall the stall
         */
        public boolean overlaps(Fact stall) {
            return stall.from().compareTo(at) <= 0
                    && stall.at().compareTo(from) >= 0
                    && (stall.server().isEmpty()
                            || stall.server().get().equals(server)
                            || stall.server().get().equals(previous));
        }
    }

    /**
     * Follows a fact.
     *
     * @param fact the fact
     */
    public void add(Fact fact) {
        if (fact.kind() != Fact.Kind.STALL) {
            open.on(fact);
            return;
        }
        stalls.addLast(fact);
        if (stalls.size() > STALLS) {
            stalls.removeFirst();
        }
    }

    /** Forgets what goes on, since its end may be missing. */
    public void missed() {
        open.clear();
    }

    /** Forgets all. */
    public void clear() {
        open.clear();
        stalls.clear();
    }

    /** {@return what makes a server the leader at present; null if nothing is known that does} */
    public @Nullable Cause named(ServerId server) {
        var transfer = latest(Fact.Kind.TRANSFER, server);
        var elect = latest(Fact.Kind.ELECT, server);
        if (transfer != null && (elect == null || !isLater(elect, transfer))) {
            return Evidence.of(Cause.Kind.TRANSFER, transfer);
        }
        return elect == null ? null : Evidence.of(Cause.Kind.CONTROL, elect);
    }

    /**
     * {@return whether an action that ends the leadership of a server began after another action}
     *
     * @param server the server
     * @param action the other action
     */
    public boolean isEndedAfter(ServerId server, Fact action) {
        var end = ending(server);
        return end != null && isLater(end, action);
    }

    private static boolean isLater(Fact one, Fact other) {
        return one.from().compareTo(other.from()) > 0;
    }

    private @Nullable Fact ending(ServerId server) {
        return open.latest(fact -> endsLeadership(fact.kind()) && fact.server().equals(Optional.of(server)));
    }

    /** {@return the latest transfer whose target is another server; null if there is none} */
    public @Nullable Fact transferFrom(ServerId server) {
        return open.latest(
                fact -> fact.kind() == Fact.Kind.TRANSFER && !fact.server().equals(Optional.of(server)));
    }

    /** {@return the target of that transfer; null if there is none} */
    public @Nullable ServerId targetFrom(ServerId server) {
        var transfer = transferFrom(server);
        return transfer == null ? null : transfer.server().orElse(null);
    }

    /** {@return what ends the leadership of a server at present; null if nothing is known that does} */
    public @Nullable Cause ended(ServerId server) {
        var action = ending(server);
        if (action != null) {
            return Evidence.of(Cause.Kind.CONTROL, action);
        }
        var unreachable = latest(Fact.Kind.UNREACHABLE, server);
        return unreachable == null ? null : Evidence.of(Cause.Kind.UNREACHABLE, unreachable);
    }

    /**
     * {@return the latest stall that overlaps an interval; else that the cause is unknown}
     *
     * @param interval the interval
     */
    public Cause stalled(Interval interval) {
        Fact latest = null;
        for (var stall : stalls) {
            latest = interval.overlaps(stall) ? stall : latest;
        }
        return latest == null ? Evidence.UNKNOWN : Evidence.stall(latest, interval.from(), interval.at());
    }

    private @Nullable Fact latest(Fact.Kind kind, ServerId server) {
        return open.latest(fact -> fact.kind() == kind && fact.server().equals(Optional.of(server)));
    }

    private static boolean endsLeadership(Fact.Kind kind) {
        return switch (kind) {
            case STEP_DOWN, KILL, REMOVE, ISOLATE, CUT, PAUSE -> true;
            case ELECT, TRANSFER, RESTART, UNREACHABLE, STALL -> false;
        };
    }
}
