package io.raftelection.proofs.lincheck;

import static io.raftelection.Anomaly.Kind.DUPLICATE;
import static io.raftelection.Anomaly.Kind.MISSED_LOSS;
import static io.raftelection.Anomaly.Kind.SELF_VIEW;
import static io.raftelection.Anomaly.Kind.SPURIOUS_LOSS;
import static io.raftelection.Anomaly.Kind.SPURIOUS_READY;
import static io.raftelection.Anomaly.Kind.STALE;
import static io.raftelection.Anomaly.Kind.UNEXPECTED;

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

    private final ServerModel[] servers = {new ServerModel(), new ServerModel(), new ServerModel()};

    /** Whether each server is tracked. Server 3 never is. */
    private final boolean[] tracked = {false, true, true, false};

    private final ViewsModel views = new ViewsModel(leads, tenures, servers, tracked);

    /** The tenures that are ready. */
    private final Set<Long> ready = new HashSet<>();

    private final List<String> history = new ArrayList<>();
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
        views.own(server, term, odd);
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
        var refused = leader == server ? Set.of(SELF_VIEW) : own.refuses(term);
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
            views.own(leader, term, odd);
        }
        record(server, 0, what, odd);
    }

    /** See {@link TrackerOperations}. */
    public void applies(int server, int config) {
        if (!isDropped(server)) {
            servers[server].applies(config, now);
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
            end(server, views.highest() > leads[server] ? Cause.SUPERSEDED : Cause.STEPPED_DOWN);
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
        return views.leader();
    }

    /** See {@link TrackerOperations}. */
    public boolean isReady() {
        return ready.contains(views.leader());
    }

    /** See {@link TrackerOperations}. */
    public String view(int server) {
        return views.view(server);
    }

    /** See {@link TrackerOperations}. */
    public String knownLeader() {
        return views.knownLeader();
    }

    /** See {@link TrackerOperations}. */
    public int members() {
        return views.members();
    }

    /** See {@link TrackerOperations}. */
    public String standings() {
        return views.standings(deaf, expected);
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
