package io.raftelection.proofs.lincheck;

import static io.raftelection.Anomaly.Kind.DUPLICATE;
import static io.raftelection.Anomaly.Kind.MISSED_LOSS;
import static io.raftelection.Anomaly.Kind.SPLIT_TERM;
import static io.raftelection.Anomaly.Kind.SPURIOUS_LOSS;
import static io.raftelection.Anomaly.Kind.STALE;
import static io.raftelection.Anomaly.Kind.UNEXPECTED;

import io.raftelection.Anomaly;
import io.raftelection.Loss.Cause;
import java.util.ArrayList;
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
        if (deaf) {
            dropped++;
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
        if (owners[term] == 0) {
            owners[term] = server;
        } else if (owners[term] != server) {
            odd.add(SPLIT_TERM);
        }
        leads[server] = term;
        tenures[server] = tenure;
        highest = Math.max(highest, term);
        record(server, tenure, "ACQUIRED", odd);
    }

    /** See {@link TrackerOperations}. */
    public void lost(int server) {
        if (deaf) {
            dropped++;
        } else if (leads[server] == 0) {
            record(server, 0, "STEPPED_DOWN", Set.of(SPURIOUS_LOSS));
        } else {
            end(server, highest > leads[server] ? Cause.SUPERSEDED : Cause.STEPPED_DOWN);
        }
    }

    private void end(int server, Cause cause) {
        leads[server] = 0;
        record(server, tenures[server], cause.toString(), Set.of());
    }

    private void record(int server, long about, String what, Set<Anomaly.Kind> odd) {
        history.add("s" + server + " " + about + " " + what + (odd.isEmpty() ? "" : " " + odd));
    }

    /** See {@link TrackerOperations}. */
    public boolean expect(int server) {
        boolean held = claimed != 0 && (isHeld(1) || isHeld(2));
        if (deaf || expected != 0 || held || leads[server] != 0) {
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
    public String standings() {
        return List.of(role(1), role(2)).toString();
    }

    private String role(int server) {
        if (deaf) {
            return "CLOSED";
        }
        if (leads[server] != 0) {
            return "LEADING";
        }
        return expected == server ? "EXPECTED" : "FOLLOWING";
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
        for (int server = 1; server <= 2; server++) {
            if (leads[server] != 0) {
                end(server, cause);
            }
        }
        if (expected != 0) {
            decide("closed");
        }
    }
}
