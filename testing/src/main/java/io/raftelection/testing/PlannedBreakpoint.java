package io.raftelection.testing;

import io.raftelection.ServerId;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** A {@link Breakpoint} whose action is planned. Guarded by its {@link CommandProgress}. */
final class PlannedBreakpoint {
    private final Consumer<PlannedBreakpoint> action;
    private final CompletableFuture<Void> done;
    private Breakpoint present;

    /**
     * Plans an action.
     *
     * @param breakpoint when to carry it out
     * @param done completed when the action has ended
     * @param action hands over to another thread, once, when the breakpoint is hit
     */
    PlannedBreakpoint(Breakpoint breakpoint, CompletableFuture<Void> done, Consumer<PlannedBreakpoint> action) {
        this.present = breakpoint;
        this.done = done;
        this.action = action;
    }

    long command() {
        return present.command();
    }

    /** Completes when the action was carried out or given up. */
    CompletableFuture<Void> done() {
        return done;
    }

    boolean isWaiting() {
        return present.isWaiting();
    }

    boolean holdsLeader() {
        return present.holdsLeader();
    }

    void sent(long count, long index) {
        become(breakpoint -> breakpoint.sent(count, index));
    }

    boolean acknowledged(ServerId follower, long matched) {
        var step = present.acknowledged(follower, matched);
        become(breakpoint -> step.next());
        return step.passes();
    }

    void retain(Collection<ServerId> followers) {
        become(breakpoint -> breakpoint.retain(followers));
    }

    void applied(long count) {
        become(breakpoint -> breakpoint.applied(count));
    }

    void end() {
        become(Breakpoint::ended);
    }

    private void become(UnaryOperator<Breakpoint> event) {
        boolean waited = isWaiting();
        present = event.apply(present);
        if (waited && holdsLeader()) {
            action.accept(this);
        }
    }

    /** Gives the breakpoint up. {@return whether it was not hit yet} */
    boolean giveUp() {
        boolean waited = isWaiting();
        if (waited) {
            end();
        }
        return waited;
    }
}
