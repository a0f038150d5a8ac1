package io.raftelection.report;

import io.raftelection.LeadershipEvent;
import io.raftelection.LeadershipEvent.Acquired;
import io.raftelection.LeadershipEvent.Follows;
import io.raftelection.LeadershipEvent.Lost;
import io.raftelection.ServerId;
import io.raftelection.internal.KnownLeaders;
import io.raftelection.report.Period.Followed;
import io.raftelection.report.Period.Led;
import io.raftelection.report.Period.Unusual;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Turns the events of all runs into periods, in one pass. It passes a period on when it ends, and keeps only those that
 * have not ended. Empty periods are passed on too, except unusual ones.
 */
final class Periods {
    private record Leading(long index, Acquired acquired, long from) {}

    private record Following(long index, Follows view, ServerId leader, long from) {}

    private final Consumer<Period> sink;
    private final Map<ServerId, Leading> leading = new HashMap<>();
    private final Map<ServerId, Following> following = new HashMap<>();
    private final KnownLeaders known = new KnownLeaders();
    private long since;
    private long until;
    private int leaders;
    private boolean isUsual = true;

    Periods(Consumer<Period> sink) {
        this.sink = sink;
    }

    void startRun(long at) {
        since = at;
        until = at;
        change();
    }

    /** Takes an event with a time on the axis. */
    void event(long index, long at, LeadershipEvent event) {
        if (!event.isChange()) {
            return;
        }
        until = at;
        event.accept(
                acquired -> {
                    endFollowing(acquired.server(), at);
                    endLeading(acquired.server(), -1, Optional.empty(), at);
                    leading.put(acquired.server(), new Leading(index, acquired, at));
                    known.acquired(acquired);
                },
                ready -> {},
                lost -> {
                    endLeading(lost.server(), index, Optional.of(lost), at);
                    known.lost(lost);
                },
                follows -> {
                    endFollowing(follows.server(), at);
                    follows.leader()
                            .ifPresent(leader ->
                                    following.put(follows.server(), new Following(index, follows, leader, at)));
                    known.follows(follows);
                },
                members -> {});
        change();
    }

    /** Passes the periods that have not ended on as they are at a time, which is not before that of the last event. */
    void open(long at, Consumer<Period> open) {
        leading.forEach((server, led) ->
                open.accept(new Led(led.index(), -1, led.acquired(), Optional.empty(), led.from(), at)));
        following.forEach((server, followed) ->
                open.accept(new Followed(followed.index(), followed.view(), followed.leader(), followed.from(), at)));
        if (!isUsual) {
            open.accept(new Unusual(leaders, since, at));
        }
    }

    /** Ends all periods. */
    void endRun(long at) {
        until = at;
        endUnusual();
        List.copyOf(leading.keySet()).forEach(server -> endLeading(server, -1, Optional.empty(), at));
        List.copyOf(following.keySet()).forEach(server -> endFollowing(server, at));
        known.clear();
        isUsual = true;
    }

    /** Starts a period if the number of leaders changed, so that neighbours of the same kind are one period. */
    private void change() {
        int now = known.isLeaderKnown() ? leading.size() : 0;
        boolean usual = known.isLeaderKnown() && now < 2;
        if (now != leaders || usual != isUsual) {
            endUnusual();
            leaders = now;
            isUsual = usual;
            since = until;
        }
    }

    private void endUnusual() {
        if (!isUsual && until > since) {
            sink.accept(new Unusual(leaders, since, until));
        }
    }

    private void endLeading(ServerId server, long lostIndex, Optional<Lost> lost, long at) {
        var led = leading.remove(server);
        if (led != null) {
            sink.accept(new Led(led.index(), lostIndex, led.acquired(), lost, led.from(), at));
        }
    }

    private void endFollowing(ServerId server, long at) {
        var followed = following.remove(server);
        if (followed != null) {
            sink.accept(new Followed(followed.index(), followed.view(), followed.leader(), followed.from(), at));
        }
    }
}
