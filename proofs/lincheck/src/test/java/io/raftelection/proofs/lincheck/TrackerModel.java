package io.raftelection.proofs.lincheck;

import static io.raftelection.Anomaly.Kind.DUPLICATE;
import static io.raftelection.Anomaly.Kind.MISSED_LOSS;
import static io.raftelection.Anomaly.Kind.SELF_VIEW;
import static io.raftelection.Anomaly.Kind.SPLIT_TERM;
import static io.raftelection.Anomaly.Kind.SPURIOUS_LOSS;
import static io.raftelection.Anomaly.Kind.SPURIOUS_READY;
import static io.raftelection.Anomaly.Kind.STALE;
import static io.raftelection.Anomaly.Kind.STALE_VIEW;
import static io.raftelection.Anomaly.Kind.UNEXPECTED;
import static io.raftelection.Anomaly.Kind.UNKNOWN_TERM;

import io.raftelection.Anomaly;
import io.raftelection.Loss.Cause;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** A sequential specification of the tracker, which shares no code with it. */
public class TrackerModel {
    /** The term that each server leads, or 0. Index 0 is unused. */
    private final int[] leads = new int[3];

    /** The tenure of each server's leadership. */
    private final long[] tenures = new long[3];

    /** The first server that acquired each term. */
    private final int[] owners = new int[4];

    private final ServerModel[] servers = {new ServerModel(), new ServerModel(), new ServerModel()};
    private final boolean[] tracked = {false, true, true, false};

    /** The tenures that are ready. */
    private final Set<Long> ready = new HashSet<>();

    private final List<String> history = new ArrayList<>();
    private int highest;
    private long tenure;

    /** The expected server, or 0, and the deadline. */
    private int expected = 1;

    private int deadline = 5;
    private int now;

    /** The tenure that fulfilled the latest expectation, or 0. */
    private long claimed;

    /** Whether the pending expectation is the first one. */
    private boolean first = true;

    private String decision = "pending";
    private long dropped;
    private boolean deaf;

    /** See {@link TrackerOperations}. */
    public void acquired(int server, int term) {
        if (isDropped(server)) {
            return;
        }
        int held = leads[server];
        if (held != 0 && term <= held) {
            record(server, 0, "ACQUIRED", Set.of(term == held ? DUPLICATE : STALE));
            return;
        }
        var odd = new TreeSet<Anomaly.Kind>();
        if (held != 0) {
            end(server, Cause.MISSED);
            odd.add(MISSED_LOSS);
        }
        tenure++;
        if (expected == server) {
            claimed = tenure;
            decide("tenure " + tenure);
        } else if (held == 0) {
            odd.add(UNEXPECTED);
        }
        own(server, term, odd);
        leads[server] = term;
        tenures[server] = tenure;
        servers[server].acquired(term);
        record(server, tenure, "ACQUIRED", odd);
    }

    private boolean isDropped(int server) {
        boolean isDropped = deaf || !tracked[server];
        if (isDropped) {
            dropped++;
        }
        return isDropped;
    }

    /** Notes the leader of a term. */
    private void own(int leader, int term, Set<Anomaly.Kind> odd) {
        if (owners[term] == 0) {
            owners[term] = leader;
        } else if (owners[term] != leader) {
            odd.add(SPLIT_TERM);
        }
        highest = Math.max(highest, term);
    }

    /** See {@link TrackerOperations}. */
    public void ready(int server) {
        if (isDropped(server)) {
            return;
        }
        if (leads[server] != 0 && ready.add(tenures[server])) {
            record(server, tenures[server], "READY", Set.of());
        } else {
            record(server, 0, "READY", Set.of(SPURIOUS_READY));
        }
    }

    /** See {@link TrackerOperations}. */
    public void follows(int server, int leader, int viewTerm) {
        sees(server, leader, viewTerm);
    }

    /** See {@link TrackerOperations}. */
    public void followsNobody(int server, int viewTerm) {
        sees(server, 0, viewTerm);
    }

    private void sees(int server, int leader, int term) {
        var own = servers[server];
        if (isDropped(server) || own.sees(leader, term)) {
            return;
        }
        var what = "FOLLOWS " + leader + " " + term;
        var refused = leader == server
                ? Set.of(SELF_VIEW)
                : term == 0 && own.latest != 0
                        ? Set.of(UNKNOWN_TERM)
                        : term != 0 && term < own.latest ? Set.of(STALE_VIEW) : Set.<Anomaly.Kind>of();
        if (!refused.isEmpty()) {
            record(server, 0, what, refused);
            return;
        }
        var odd = new TreeSet<Anomaly.Kind>();
        if (leads[server] != 0) {
            end(server, Cause.MISSED);
            odd.add(MISSED_LOSS);
        }
        own.follows(leader, term, now);
        if (leader != 0 && term != 0) {
            own(leader, term, odd);
        }
        record(server, 0, what, odd);
    }

    /** See {@link TrackerOperations}. */
    public void applies(int server, int config) {
        if (!isDropped(server)) {
            servers[server].config = config;
            servers[server].configAt = now;
            record(server, 0, "MEMBERS " + config, Set.of());
        }
    }

    /** See {@link TrackerOperations}. */
    public void lost(int server) {
        if (isDropped(server)) {
            return;
        }
        if (leads[server] == 0) {
            record(server, 0, "STEPPED_DOWN", Set.of(SPURIOUS_LOSS));
        } else {
            end(server, highest > leads[server] ? Cause.SUPERSEDED : Cause.STEPPED_DOWN);
        }
    }

    private void end(int server, Cause cause) {
        servers[server].lost(leads[server], now);
        leads[server] = 0;
        record(server, tenures[server], cause.toString(), Set.of());
    }

    private void record(int server, long about, String what, Set<Anomaly.Kind> odd) {
        history.add("s" + server + " " + about + " " + what + (odd.isEmpty() ? "" : " " + odd));
    }

    /** See {@link TrackerOperations}. */
    public boolean expect(int server) {
        boolean held = claimed != 0 && (isHeld(1) || isHeld(2));
        if (deaf || !tracked[server] || expected != 0 || held || leads[server] != 0) {
            return false;
        }
        expected = server;
        deadline = now + 5;
        claimed = 0;
        return true;
    }

    private boolean isHeld(int server) {
        return leads[server] != 0 && tenures[server] == claimed;
    }

    private void decide(String how) {
        if (first) {
            decision = how;
            first = false;
        }
        expected = 0;
    }

    /** See {@link TrackerOperations}. */
    public boolean cancel() {
        if (!first) {
            return false;
        }
        decide("cancelled");
        return true;
    }

    /** See {@link TrackerOperations}. */
    public void pass() {
        now += 5;
        if (expected != 0 && deadline <= now) {
            decide("late");
        }
    }

    /** See {@link TrackerOperations}. */
    public String decision() {
        return decision;
    }

    /** See {@link TrackerOperations}. */
    public long leader() {
        int latest = leads[1] > leads[2] || (leads[1] == leads[2] && tenures[1] > tenures[2]) ? 1 : 2;
        return leads[latest] == 0 ? 0 : tenures[latest];
    }

    /** See {@link TrackerOperations}. */
    public boolean isReady() {
        return ready.contains(leader());
    }

    /** See {@link TrackerOperations}. */
    public String view(int server) {
        if (!tracked[server]) {
            return "untracked";
        }
        if (leads[server] != 0) {
            return server + " " + leads[server];
        }
        var own = servers[server];
        return own.leader == ServerModel.UNKNOWN ? "unknown" : own.leader + " " + own.viewTerm;
    }

    /** See {@link TrackerOperations}. */
    public String knownLeader() {
        ServerModel best = null;
        for (int server = 1; server <= 2; server++) {
            if (isCurrent(server)) {
                var view = servers[server];
                int order = best == null ? 1 : compare(view.viewTerm, best.viewTerm);
                best = best == null || order > 0 || (order == 0 && view.viewedAt > best.viewedAt) ? view : best;
            }
        }
        long held = leader();
        int holder = held == 0 ? 0 : leads[1] != 0 && tenures[1] == held ? 1 : 2;
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

    /** See {@link TrackerOperations}. */
    public int members() {
        int leader = leader() == 0 ? 0 : leads[1] != 0 && tenures[1] == leader() ? 1 : 2;
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

    /** See {@link TrackerOperations}. */
    public String standings() {
        var roles = new ArrayList<String>();
        for (int server = 1; server <= 2; server++) {
            if (tracked[server]) {
                roles.add(role(server));
            }
        }
        return roles.toString();
    }

    private String role(int server) {
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

    /** See {@link TrackerOperations}. */
    public String history() {
        return history.toString();
    }

    /** See {@link TrackerOperations}. */
    public long dropped() {
        return dropped;
    }

    /** See {@link TrackerOperations}. */
    public void ignore() {
        stop(Cause.IGNORED);
    }

    /** See {@link TrackerOperations}. */
    public void close() {
        stop(Cause.CLOSED);
    }

    private void stop(Cause cause) {
        if (deaf) {
            return;
        }
        deaf = true;
        leave(1, cause);
        leave(2, cause);
    }

    private void leave(int server, Cause cause) {
        if (!tracked[server]) {
            return;
        }
        if (leads[server] != 0) {
            end(server, cause);
        }
        if (servers[server].leader != ServerModel.UNKNOWN) {
            servers[server].leader = ServerModel.UNKNOWN;
            record(server, 0, "FOLLOWS unknown", Set.of());
        }
        if (expected == server) {
            decide("closed");
        }
    }

    /** See {@link TrackerOperations}. */
    public boolean untrack(int server) {
        boolean wasTracked = tracked[server];
        leave(server, Cause.CLOSED);
        tracked[server] = false;
        return wasTracked;
    }
}
