package io.raftelection.internal;

import io.raftelection.Fact;
import io.raftelection.ServerId;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The most recent facts of a tracker, and those that go on. Its owner guards it. */
final class FactLog {
    private final OpenFacts open = new OpenFacts();
    private final BoundedBuffer<Fact> kept;

    /** How often a fact that goes on began again. */
    private final Map<Fact, Integer> again = new HashMap<>();

    /** How many facts were refused, because too many go on. */
    private long refused;

    FactLog(int limit) {
        this.kept = new BoundedBuffer<>(limit);
    }

    /** Begins a fact. {@return the fact; null if it has begun already, or if too many go on} */
    @Nullable
    Fact begin(ServerId server, Fact.Kind kind, String detail, long at) {
        var present = open.begin(kind, server, detail);
        if (present != null) {
            again.merge(present, 1, Integer::sum);
            return null;
        }
        if (open.isFull()) {
            refused++;
            return null;
        }
        var fact = new Fact(Duration.ofNanos(at), kind, Optional.of(server), Optional.empty(), detail);
        open.on(fact);
        kept.add(fact);
        return fact;
    }

    /** Ends a fact. {@return its end; null if it has not begun, or began more often} */
    @Nullable
    Fact end(ServerId server, Fact.Kind kind, String detail, long at) {
        var begin = open.begin(kind, server, detail);
        if (begin == null) {
            return null;
        }
        var more = again.get(begin);
        if (more == null) {
            return end(begin, at);
        }
        if (more == 1) {
            again.remove(begin);
        } else {
            again.put(begin, more - 1);
        }
        return null;
    }

    /** Ends a fact that goes on, however often it began. */
    Fact end(Fact begin, long at) {
        again.remove(begin);
        var fact = begin.endAt(Duration.ofNanos(at));
        open.on(fact);
        kept.add(fact);
        return fact;
    }

    /** Adds a fact of which only the end is known. */
    void add(Fact fact) {
        kept.add(fact);
    }

    Collection<Fact> open() {
        return List.copyOf(open.all());
    }

    List<Fact> list() {
        return kept.list();
    }

    long dropped() {
        return kept.dropped() + refused;
    }
}
