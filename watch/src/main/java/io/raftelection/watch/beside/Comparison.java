package io.raftelection.watch.beside;

import io.raftelection.LeadershipEvent;
import io.raftelection.LeadershipEvent.Acquired;
import io.raftelection.ServerId;
import io.raftelection.watch.beside.Disagreement.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Compares the leaderships of a store with those that applications believe in, event by event. Times count from the
 * start of the store's history. Not thread-safe.
 */
final class Comparison {
    /** Earlier than all events. */
    static final Duration START = Duration.ofDays(-1_000_000);

    private final Consumer<Disagreement> ended;
    private final Map<ServerId, Acquired> store = new LinkedHashMap<>();
    private final Map<ServerId, Acquired> believers = new LinkedHashMap<>();
    private final Map<Claim, Begin> periods = new LinkedHashMap<>();

    /** Before its first event and after its end, the store contradicts nobody. */
    private boolean isStoreKnown;

    /** The time of the latest event. */
    private Duration now = START;

    /** Who contradicts whom. */
    private record Claim(Kind kind, Acquired belief, Optional<Acquired> other) {}

    private record Begin(Duration at, Duration uncertainty, boolean byStore) {}

    /**
     * Creates a comparison.
     *
     * @param ended receives each period when it has ended
     */
    Comparison(Consumer<Disagreement> ended) {
        this.ended = ended;
    }

    /** Takes an event of the store, at its time on the common axis. */
    void store(LeadershipEvent event, Duration at) {
        isStoreKnown = true;
        take(store, event);
        update(at, Optional.of(event));
    }

    /** Takes an event of an application. */
    void application(LeadershipEvent event, Duration at) {
        take(believers, event);
        update(at, Optional.empty());
    }

    /**
     * Takes the end of a belief that was not recorded. Its periods do not count, since it may have ended before them.
     */
    void applicationGone(LeadershipEvent event, Duration at) {
        var belief = Optional.ofNullable(believers.remove(event.server()));
        periods.keySet()
                .removeIf(claim -> belief.equals(Optional.of(claim.belief()))
                        || (claim.kind() == Kind.TWO_APPLICATIONS && belief.equals(claim.other())));
        update(at, Optional.empty());
    }

    /** Takes the end of what is known of the store. */
    void storeEnded(Duration at) {
        isStoreKnown = false;
        store.clear();
        update(at, Optional.empty());
    }

    /** Forgets the leaderships of one side, because events are missing; those that are held follow. */
    void forget(boolean isStore) {
        (isStore ? store : believers).clear();
    }

    private static void take(Map<ServerId, Acquired> held, LeadershipEvent event) {
        if (event.isChange()) {
            event.accept(
                    acquired -> {
                        held.remove(acquired.server()); // the latest one is the last one
                        held.put(acquired.server(), acquired);
                    },
                    ready -> {},
                    lost -> held.remove(lost.server()),
                    follows -> held.remove(follows.server()),
                    members -> {});
        }
    }

    private void update(Duration at, Optional<LeadershipEvent> byStore) {
        now = at.compareTo(now) > 0 ? at : now;
        var claims = claims();
        for (var claim : List.copyOf(periods.keySet())) {
            if (!claims.contains(claim)) {
                end(claim, byStore);
            }
        }
        var uncertainty = byStore.filter(event -> !event.already())
                .map(LeadershipEvent::uncertainty)
                .orElse(Duration.ZERO);
        for (var claim : claims) {
            boolean isBegunByStore = byStore.isPresent() && claim.kind() != Kind.TWO_APPLICATIONS;
            periods.putIfAbsent(claim, new Begin(now, isBegunByStore ? uncertainty : Duration.ZERO, isBegunByStore));
        }
    }

    private void end(Claim claim, Optional<LeadershipEvent> byStore) {
        var begin = periods.remove(claim);
        if (begin != null && !isLateNews(begin, byStore)) {
            var period = period(claim, begin, false);
            if (!period.length().isZero()) {
                ended.accept(period);
            }
        }
    }

    /** Whether the store may have changed before the period began, and was only polled later. */
    private boolean isLateNews(Begin begin, Optional<LeadershipEvent> byStore) {
        return byStore.isPresent()
                && (byStore.get().already()
                        || now.minus(byStore.get().uncertainty()).compareTo(begin.at()) <= 0);
    }

    private Set<Claim> claims() {
        var claims = new LinkedHashSet<Claim>();
        var leader = leader();
        var all = new ArrayList<>(believers.values());
        for (int i = 0; i < all.size(); i++) {
            var belief = all.get(i);
            if (isStoreKnown && leader.isEmpty()) {
                claims.add(new Claim(Kind.STORE_NAMED_NOBODY, belief, leader));
            } else if (isStoreKnown && !leader.map(Acquired::server).equals(Optional.of(belief.server()))) {
                claims.add(new Claim(Kind.STORE_NAMED_ANOTHER, belief, leader));
            }
            for (var later : all.subList(i + 1, all.size())) {
                claims.add(new Claim(Kind.TWO_APPLICATIONS, belief, Optional.of(later)));
            }
        }
        return claims;
    }

    /** {@return the leadership of the latest term; without terms, the latest one} */
    private Optional<Acquired> leader() {
        Acquired latest = null;
        for (var held : store.values()) {
            if (latest == null || number(held) >= number(latest)) {
                latest = held;
            }
        }
        return Optional.ofNullable(latest);
    }

    private static long number(Acquired acquired) {
        return acquired.term().orElse(-1);
    }

    /** {@return the periods that last at a time} */
    List<Disagreement> lasting(Duration at) {
        now = at.compareTo(now) > 0 ? at : now;
        var lasting = new ArrayList<Disagreement>();
        periods.forEach((claim, begin) -> lasting.add(period(claim, begin, true)));
        return lasting;
    }

    private Disagreement period(Claim claim, Begin begin, boolean lasts) {
        return new Disagreement(
                claim.kind(),
                claim.belief().server(),
                claim.belief().term(),
                claim.other().map(Acquired::server),
                claim.other().map(Acquired::term).orElse(OptionalLong.empty()),
                begin.at(),
                now.minus(begin.at()),
                begin.uncertainty(),
                begin.byStore(),
                lasts);
    }
}
