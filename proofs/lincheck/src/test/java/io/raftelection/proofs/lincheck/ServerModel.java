package io.raftelection.proofs.lincheck;

import static io.raftelection.Anomaly.Kind.STALE_VIEW;
import static io.raftelection.Anomaly.Kind.UNKNOWN_TERM;

import io.raftelection.Anomaly;
import java.util.Set;

/** What one server reported besides its leadership, in the sequential specification. Terms that are unknown are 0. */
final class ServerModel {
    /** The leader that a server follows if its view is unknown. */
    static final int UNKNOWN = -1;

    /** The server that it follows; 0 if it follows nobody. */
    int leader = UNKNOWN;

    int viewTerm;
    int viewedAt;

    /** The configuration that it applied last, or 0. */
    int config;

    int configAt;

    /** The latest term that it reported. */
    int latest;

    /** The term and the time of its latest loss, unless it has led since. */
    private int endedTerm;

    private int endedAt = -1;

    void acquired(int term) {
        leader = UNKNOWN;
        latest = Math.max(latest, term);
        endedTerm = 0;
        endedAt = -1;
    }

    void lost(int term, int at) {
        endedTerm = term;
        endedAt = at;
    }

    boolean sees(int other, int term) {
        return leader == other && viewTerm == term;
    }

    /** Returns the anomaly of a view that changes nothing, if its term is wrong. */
    Set<Anomaly.Kind> refuses(int term) {
        if (term == 0 && latest != 0) {
            return Set.of(UNKNOWN_TERM);
        }
        return term != 0 && term < latest ? Set.of(STALE_VIEW) : Set.of();
    }

    void applies(int configuration, int at) {
        config = configuration;
        configAt = at;
    }

    void follows(int other, int term, int at) {
        leader = other;
        viewTerm = term;
        viewedAt = at;
        latest = Math.max(latest, term);
    }

    /** Whether this server said, after another one followed it, that it does not lead. */
    boolean outdates(ServerModel follower) {
        return follower.viewTerm == 0 || latest == 0
                ? endedAt >= follower.viewedAt
                : latest > follower.viewTerm || endedTerm == follower.viewTerm;
    }
}
