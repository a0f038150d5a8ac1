package io.raftelection.testing.toy;

import io.raftelection.testing.toy.ToyMessage.Append;
import io.raftelection.testing.toy.ToyMessage.Entry;
import io.raftelection.testing.toy.ToyMessage.StandNow;
import java.io.IOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** A leader in one term: how far its followers are, and which clients wait. */
final class ToyLeader {
    /** The ticks after which a leader without answers steps down, and after which a transfer has failed. */
    private static final int LEASE = 600;

    private static final int HEARTBEAT = 10;

    private final ToyConfig own;
    private final long first;
    private final Map<String, Long> sent = new HashMap<>();
    private final Map<String, Long> matched = new HashMap<>();
    private final Map<Long, CompletableFuture<Void>> clients = new TreeMap<>();
    private final Set<String> heard = new HashSet<>();
    private Optional<Transfer> transfer = Optional.empty();
    private int ticks;

    private record Transfer(String next, int end, CompletableFuture<Boolean> done) {}

    /** Begins the term with an entry that has no command. */
    ToyLeader(ToyConfig own) {
        this.own = own;
        own.disk().add(new Entry(own.disk().term(), Optional.empty()));
        this.first = own.disk().last();
    }

    /** {@return whether the entry with which the term began is committed} */
    boolean isReady(long committed) {
        return committed >= first;
    }

    /** {@return whether it still leads} */
    boolean tick(long committed) {
        ticks++;
        transfer.filter(pending -> pending.end() == ticks).ifPresent(pending -> end(pending, false));
        if (ticks % HEARTBEAT == 0) {
            appendToAll(committed);
        }
        return ticks % LEASE != 0 || isFollowed();
    }

    /** {@return whether a majority has answered since the last call} */
    private boolean isFollowed() {
        boolean isFollowed = heard.size() + 1 > own.members().size() / 2;
        heard.clear();
        return isFollowed;
    }

    void appendToAll(long committed) {
        own.others().forEach(follower -> append(follower, committed));
    }

    private void append(String follower, long committed) {
        var disk = own.disk();
        long before = sent.getOrDefault(follower, first - 1);
        var append = new Append(disk.term(), before, disk.termAt(before), disk.after(before), committed);
        own.network().send(own.name(), follower, append);
    }

    void submit(String command, CompletableFuture<Void> client, long committed) {
        own.disk().add(new Entry(own.disk().term(), Optional.of(command)));
        clients.put(own.disk().last(), client);
        appendToAll(committed);
    }

    void appended(String follower, long index) {
        heard.add(follower);
        matched.merge(follower, index, Math::max);
        sent.put(follower, matched.getOrDefault(follower, 0L));
        standIfItHasAll();
    }

    void refused(String follower, long last, long committed) {
        heard.add(follower);
        sent.merge(follower, last, (before, known) -> Math.max(0, Math.min(before - 1, known)));
        append(follower, committed);
    }

    /** {@return the index up to which a majority has the log} */
    long ofMajority() {
        int needed = own.members().size() / 2;
        return own.others().stream()
                .map(follower -> matched.getOrDefault(follower, 0L))
                .sorted(Comparator.reverseOrder())
                .skip(Math.max(0, needed - 1))
                .findFirst()
                .orElse(own.disk().last());
    }

    void applied(long index) {
        Optional.ofNullable(clients.remove(index)).ifPresent(client -> client.complete(null));
    }

    /** Hands leadership over when the next leader has the whole log. {@return whether that happened in time} */
    CompletableFuture<Boolean> transfer(String next) {
        var done = new CompletableFuture<Boolean>();
        transfer.ifPresent(former -> end(former, false));
        transfer = Optional.of(new Transfer(next, ticks + LEASE, done));
        standIfItHasAll();
        return done;
    }

    private void standIfItHasAll() {
        transfer.map(Transfer::next)
                .filter(next -> matched.getOrDefault(next, 0L) == own.disk().last())
                .ifPresent(next -> own.network()
                        .send(own.name(), next, new StandNow(own.disk().term())));
    }

    private void end(Transfer ended, boolean hasSucceeded) {
        transfer = Optional.empty();
        ended.done().complete(hasSucceeded);
    }

    /** Ends the term. The clients that wait do not learn whether their commands will be applied. */
    void end(String why) {
        transfer.ifPresent(pending -> end(pending, true));
        clients.values().forEach(client -> client.completeExceptionally(new IOException(why)));
        clients.clear();
    }
}
