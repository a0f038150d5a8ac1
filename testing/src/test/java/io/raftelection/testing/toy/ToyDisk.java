package io.raftelection.testing.toy;

import io.raftelection.testing.toy.ToyMessage.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a server stores, and finds again after a crash: its term, its vote and its log. Indexes start at 1. */
final class ToyDisk {
    private final List<Entry> log = new ArrayList<>();
    private long term;
    private Optional<String> vote = Optional.empty();

    long term() {
        return term;
    }

    /** Begins a later term, in which the server has not voted. */
    void begin(long laterTerm) {
        term = laterTerm;
        vote = Optional.empty();
    }

    /** Votes for a candidate of this term. {@return whether the server has not voted for another one} */
    boolean votes(String candidate) {
        if (vote.isEmpty()) {
            vote = Optional.of(candidate);
        }
        return vote.equals(Optional.of(candidate));
    }

    long last() {
        return log.size();
    }

    Entry get(long index) {
        return log.get((int) index - 1);
    }

    long termAt(long index) {
        return index == 0 ? 0 : get(index).term();
    }

    /** {@return whether a log that ends like this is at least as good as this one (Raft paper, 5.4.1)} */
    boolean isNoBetterThan(long lastIndex, long lastTerm) {
        return lastTerm > termAt(last()) || (lastTerm == termAt(last()) && lastIndex >= last());
    }

    void add(Entry entry) {
        log.add(entry);
    }

    List<Entry> after(long index) {
        return List.copyOf(log.subList((int) index, log.size()));
    }

    /** Takes the entries of a leader, and drops what contradicts them. {@return whether the logs match before these} */
    boolean take(long before, long termBefore, List<Entry> entries) {
        if (before > last() || termAt(before) != termBefore) {
            return false;
        }
        long index = before;
        for (var entry : entries) {
            index++;
            if (index <= last() && termAt(index) != entry.term()) {
                log.subList((int) index - 1, log.size()).clear();
            }
            if (index > last()) {
                add(entry);
            }
        }
        return true;
    }
}
