package io.raftelection.watch;

import io.raftelection.Subscription;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;

/**
 * A source that polls the servers of a {@link PolledSystem}. Immutable.
 *
 * <p>It tracks each server in each of its groups, finds new servers and groups while it runs, and stops to track those
 * that are gone. The polls of one server in all of its groups share requests: there is never more than one request to a
 * server, and a poll only uses the answer to a request that was sent after the poll began.
 *
 * <p>A subscription has one daemon thread, {@code raft-election-watch}, which searches for servers. Polls run on the
 * threads that all trackers share.
 */
public final class PolledSource implements WatchSource {
    private final Opening opening;
    private final Set<Member> given;

    /** Creates a system for a subscription, which closes it. */
    @FunctionalInterface
    public interface Opening {

        /**
         * {@return the system}
         *
         * @param settings the settings, which contain the timeout
         */
        PolledSystem open(WatchSettings settings);
    }

    private PolledSource(Opening opening, Collection<Member> given) {
        this.opening = Objects.requireNonNull(opening, "opening: is null");
        this.given = Collections.unmodifiableSet(new LinkedHashSet<>(given));
        if (this.given.isEmpty()) {
            throw new IllegalArgumentException("servers: are none, expected at least one");
        }
    }

    /**
     * {@return a source of a system}
     *
     * @param opening creates the system when the source is started
     * @param given the servers that the user named, at least one
     * @throws IllegalArgumentException if there is none
     */
    public static PolledSource of(Opening opening, Collection<Member> given) {
        return new PolledSource(opening, given);
    }

    @Override
    public Subscription start(WatchTarget target) {
        var system =
                opening.open(Objects.requireNonNull(target, "target: is null").settings());
        return new Rediscovery(system, target, given).begun();
    }
}
