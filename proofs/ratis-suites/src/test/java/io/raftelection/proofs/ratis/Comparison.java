package io.raftelection.proofs.ratis;

import io.raftelection.proofs.ratis.Fact.Kind;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Compares what the tracker reported of one server with what the engine logged. Both are in order, so it goes through
 * them together:
 *
 * <pre>
 * engine                            tracker
 * becomes leader of term t          acquired t, or nothing: if the server closes, Ratis may give up the election
 *                                   before it notifies anybody, but after the change of the role
 * leader becomes another, term t    lost t, follows nobody t; at a close, the view may be unknown instead
 * shutdown                          nothing, and any later change of this life may be reported or not
 * end of this life                  lost t if it leads; then the view is unknown
 * new leader l, term t              follows l t, unless this is the view already. If the term is not certain, the
 *                                   adapter reports it once the server applies an entry of the term, or never
 * becomes candidate, term t         follows nobody t, or nothing: Ratis does not always notify
 * </pre>
 */
final class Comparison {
    private final List<Fact> engine;
    private final List<Fact> tracker;
    private int next;
    private long leads = -1;
    private boolean closing;
    private @Nullable Fact view;

    /** The view that the tracker may have later. */
    private @Nullable Fact uncertain;

    private Comparison(List<Fact> engine, List<Fact> tracker) {
        this.engine = engine;
        this.tracker = tracker;
    }

    /** {@return the first difference; empty if there is none} */
    static Optional<String> difference(List<Fact> engine, List<Fact> tracker) {
        return new Comparison(engine, tracker).compare();
    }

    private Optional<String> compare() {
        for (int i = 0; i < engine.size(); i++) {
            var fact = engine.get(i);
            boolean closes = i + 1 < engine.size() && engine.get(i + 1).kind() == Kind.CLOSING;
            if (!isReported(fact, closes)) {
                return Optional.of("engine fact " + i + ", " + fact + ": the tracker has "
                        + (next < tracker.size() ? tracker.get(next) : "nothing") + " at " + next);
            }
        }
        if (uncertain != null) {
            takes(uncertain);
        }
        return next == tracker.size()
                ? Optional.empty()
                : Optional.of("tracker fact " + next + ", " + tracker.get(next) + ": the engine has nothing");
    }

    private boolean isReported(Fact fact, boolean closes) {
        if (uncertain != null && takes(uncertain)) {
            view = uncertain;
            uncertain = null;
        }
        switch (fact.kind()) {
            case STARTED -> {
                return true;
            }
            case CLOSING -> {
                closing = true;
                return true;
            }
            case ACQUIRED -> {
                if (takes(fact)) {
                    leads = fact.term();
                    view = null;
                    return true;
                }
                return closing || (closes && !engine.contains(Fact.of(Kind.LEADS, fact.term())));
            }
            case LEADS -> {
                return true;
            }
            case LOST -> {
                boolean lost = leads == fact.term() && takes(fact);
                if (lost) {
                    leads = -1;
                }
                return (lost && (sees(Fact.of(Kind.FOLLOWS_NOBODY, fact.term())) || closes)) || closing;
            }
            case FOLLOWS, FOLLOWS_NOBODY -> {
                return sees(fact) || closing;
            }
            case CANDIDATE -> {
                sees(Fact.of(Kind.FOLLOWS_NOBODY, fact.term()));
                return true;
            }
            case ENDED -> {
                boolean lost = leads < 0 || takes(Fact.of(Kind.LOST, leads));
                leads = -1;
                boolean known = view != null;
                view = null;
                uncertain = null;
                closing = false;
                return lost && (takes(fact) || !known);
            }
        }
        throw new IllegalStateException("fact " + fact + ": is of no kind");
    }

    /** An adapter does not report the same view twice. */
    private boolean sees(Fact seen) {
        if (seen.equals(view)) {
            return true;
        }
        boolean taken = takes(seen);
        if (taken) {
            view = seen;
            uncertain = null;
        } else if (seen.kind() == Kind.FOLLOWS) {
            uncertain = seen;
        }
        return taken || seen.equals(uncertain);
    }

    private boolean takes(Fact expected) {
        if (next < tracker.size() && tracker.get(next).equals(expected)) {
            next++;
            return true;
        }
        return false;
    }
}
