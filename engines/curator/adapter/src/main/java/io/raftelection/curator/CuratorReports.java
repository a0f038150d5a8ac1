package io.raftelection.curator;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.raftelection.spi.LeadershipReporter;
import io.raftelection.spi.LeadershipSink;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Reports the leadership of one participant, its view and the members. It never throws, and takes no lock except its
 * own, under which it calls nothing of Curator that waits.
 *
 * <pre>
 * leads           waits for the token
 * token           acquired and ready
 * hasLost         lost; acquired before, if there was no token yet; the view
 * queue           the members; the view, unless it leads
 * disconnected    the view: no leader, unless it leads
 * end             lost, unless reported before; the end
 * </pre>
 */
final class CuratorReports {
    static final long NO_TOKEN = -1;
    private static final long NO_TERM = -1;

    private final LeadershipReporter reporter;
    private final Predicate<Participant> isOwn;

    @GuardedBy("this")
    private boolean leads;

    @GuardedBy("this")
    private boolean isTokenPending;

    /** The participants; empty as long as they are unknown, too. */
    @GuardedBy("this")
    private List<Participant> queue = List.of();

    @GuardedBy("this")
    private boolean isConnected;

    CuratorReports(LeadershipSink sink, Predicate<Participant> isOwn) {
        this.reporter = new LeadershipReporter(sink);
        this.isOwn = isOwn;
    }

    synchronized void leads() {
        leads = true;
        isTokenPending = true;
    }

    /** Reports the acquisition, if it is not reported yet. A leader of Curator has no log, so it may serve at once. */
    synchronized void token(long token) {
        if (isTokenPending) {
            isTokenPending = false;
            reporter.acquiredWithToken(token);
            reporter.ready();
        }
    }

    synchronized void hasLost(String reason) {
        if (leads) {
            token(NO_TOKEN);
            leads = false;
            reporter.lost(reason);
            see();
        }
    }

    synchronized void queue(List<Participant> participants) {
        queue = participants;
        isConnected = true;
        var names = participants.stream().map(Participant::name).toList();
        if (!names.isEmpty() && names.stream().allMatch(Optional::isPresent)) {
            reporter.members(
                    names.stream().flatMap(Optional::stream).collect(Collectors.toUnmodifiableSet()), Set.of());
        }
        see();
    }

    synchronized void disconnected() {
        queue = List.of();
        if (isConnected) {
            isConnected = false;
            see();
        }
    }

    /** Reports the first participant as the leader. If that is this one, no server leads yet. */
    @GuardedBy("this")
    private void see() {
        if (leads) {
            return;
        }
        queue.stream()
                .findFirst()
                .filter(isOwn.negate())
                .flatMap(Participant::name)
                .ifPresentOrElse(leader -> reporter.follows(leader, NO_TERM), () -> reporter.followsNobody(NO_TERM));
    }

    synchronized void end(String reason) {
        if (leads) {
            token(NO_TOKEN);
        }
        leads = false;
        reporter.end(reason);
    }
}
