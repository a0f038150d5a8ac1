package io.raftelection.proofs.lincheck;

import static io.raftelection.Anomaly.Kind.SPLIT_TERM;

import io.raftelection.Anomaly;
import java.util.ArrayList;
import java.util.Set;

/** What the servers say together, in the sequential specification. */
final class ViewsModel {
    private final int[] leads;
    private final long[] tenures;
    private final ServerModel[] servers;
    private final boolean[] tracked;

    /** The first server that led each term, as it or a follower reported. */
    private final int[] owners = new int[4];

    private int highest;

    ViewsModel(int[] leads, long[] tenures, ServerModel[] servers, boolean[] tracked) {
        this.leads = leads;
        this.tenures = tenures;
        this.servers = servers;
        this.tracked = tracked;
    }

    /** Notes the leader of a term. */
    void own(int leader, int term, Set<Anomaly.Kind> odd) {
        if (owners[term] == 0) {
            owners[term] = leader;
        } else if (owners[term] != leader) {
            odd.add(SPLIT_TERM);
        }
        highest = Math.max(highest, term);
    }

    /** Returns the latest term that had a leader. */
    int highest() {
        return highest;
    }

    /** Returns the tenure of the leader, or 0. */
    long leader() {
        return tenures[holder()];
    }

    /** Returns the server that leads the latest term, or 0. */
    private int holder() {
        int latest = leads[1] > leads[2] || (leads[1] == leads[2] && tenures[1] > tenures[2]) ? 1 : 2;
        return leads[latest] == 0 ? 0 : latest;
    }

    /** Returns the view of a server. */
    String view(int server) {
        if (!tracked[server]) {
            return "untracked";
        }
        if (leads[server] != 0) {
            return server + " " + leads[server];
        }
        var own = servers[server];
        return own.leader == ServerModel.UNKNOWN ? "unknown" : own.leader + " " + own.viewTerm;
    }

    /** Returns the known leader, its term and tenure, and the servers that reported it. */
    String knownLeader() {
        ServerModel best = null;
        for (int server = 1; server <= 2; server++) {
            if (isCurrent(server)) {
                var view = servers[server];
                int order = best == null ? 1 : compare(view.viewTerm, best.viewTerm);
                best = best == null || order > 0 || (order == 0 && view.viewedAt > best.viewedAt) ? view : best;
            }
        }
        long held = leader();
        int holder = holder();
        if (best != null && (held == 0 || compare(best.viewTerm, leads[holder]) > 0)) {
            return known(best.leader, best.viewTerm, 0);
        }
        return held == 0 ? "" : known(holder, leads[holder], held);
    }

    private static int compare(int one, int other) {
        return one == 0 || other == 0 ? 0 : Integer.compare(one, other);
    }

    /** Whether a server follows a leader that has not said since that it does not lead. */
    private boolean isCurrent(int server) {
        int leader = servers[server].leader;
        return tracked[server] && leader > 0 && !(tracked[leader] && servers[leader].outdates(servers[server]));
    }

    private String known(int leader, int term, long held) {
        var reporters = new ArrayList<String>();
        for (int server = 1; server <= 2; server++) {
            if ((server == leader && held != 0) || (isCurrent(server) && servers[server].sees(leader, term))) {
                reporters.add("s" + server);
            }
        }
        return leader + " " + term + " " + held + " " + reporters;
    }

    /** Returns the configuration of the leader, else the latest one, or 0. */
    int members() {
        int leader = holder();
        if (leader != 0 && servers[leader].config != 0) {
            return servers[leader].config;
        }
        ServerModel best = new ServerModel();
        for (int server = 1; server <= 2; server++) {
            var own = servers[server];
            if (tracked[server] && own.config != 0 && own.configAt >= best.configAt) {
                best = own;
            }
        }
        return best.config;
    }

    /** Returns the role of each server. */
    String standings(boolean deaf, int expected) {
        var roles = new ArrayList<String>();
        for (int server = 1; server <= 2; server++) {
            if (tracked[server]) {
                roles.add(role(server, deaf, expected));
            }
        }
        return roles.toString();
    }

    private String role(int server, boolean deaf, int expected) {
        if (deaf) {
            return "CLOSED";
        }
        if (leads[server] != 0) {
            return "LEADING";
        }
        if (expected == server) {
            return "EXPECTED";
        }
        int config = members();
        return config == 0 || config == 1 || config == server + 1
                ? "FOLLOWING"
                : config == 2 ? "LEARNER" : "NON_MEMBER";
    }
}
