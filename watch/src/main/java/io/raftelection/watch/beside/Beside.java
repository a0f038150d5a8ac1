package io.raftelection.watch.beside;

import io.raftelection.History;
import io.raftelection.LeadershipEvent;
import io.raftelection.LeadershipEvent.Acquired;
import io.raftelection.LeadershipEvent.Follows;
import io.raftelection.ServerId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Compares the history of a store that elects leaders, for example of a lease in etcd, with what the applications
 * recorded that it elects. {@link LiveBeside} does this while they run.
 *
 * <p>The times of each history are those of its wall clock. An application cannot acquire a leadership before the store
 * gives it away. Therefore, if both name the term or the token, the clock of the application is taken to be later by
 * the smallest correction that this allows. A clock that is ahead cannot be found in this way: a period is then too
 * long by as much. A belief that is held at the end of a history ends there, so an application that was killed believes
 * until its last line.
 */
public final class Beside {
    private Beside() {}

    private record Placed(Duration at, boolean isStore, LeadershipEvent event) {}

    /**
     * {@return the comparison}
     *
     * @param store the history of the store; with several, {@link History#merge} makes them one
     * @param applications the histories of the applications, one for each run; they name themselves as the store does
     */
    public static BesideReport of(History store, List<History> applications) {
        Objects.requireNonNull(store, "store: is null");
        var given = acquisitions(store, store.startedAt());
        var placed = new ArrayList<Placed>();
        place(store, store.startedAt(), Duration.ZERO, true, placed);
        var corrections = new ArrayList<Duration>();
        for (var application : List.copyOf(Objects.requireNonNull(applications, "applications: is null"))) {
            var correction = correction(given, acquisitions(application, store.startedAt()));
            corrections.add(correction);
            place(application, store.startedAt(), correction, false, placed);
        }
        placed.sort(Comparator.comparing(Placed::at));
        var findings = new Findings();
        var comparison = new Comparison(findings::add);
        var end = time(store, store.until(), store.startedAt());
        boolean isEnded = false;
        for (var each : placed) {
            if (!isEnded && each.at().compareTo(end) > 0) {
                comparison.storeEnded(end);
                isEnded = true;
            }
            if (each.isStore()) {
                comparison.store(each.event(), each.at());
            } else {
                comparison.application(each.event(), each.at());
            }
        }
        return findings.report(List.of(), corrections);
    }

    /** Adds the events of a history, and the losses of what it leaves open. */
    private static void place(History history, Instant origin, Duration correction, boolean isStore, List<Placed> all) {
        var open = new HashMap<ServerId, LeadershipEvent>();
        var latest = Comparison.START;
        for (var event : history.events()) {
            var at = time(history, event.at(), origin).plus(correction);
            latest = at.compareTo(latest) > 0 ? at : latest;
            all.add(new Placed(latest, isStore, event));
            if (event.isChange() && event instanceof Acquired) {
                open.put(event.server(), event);
            } else if (event.isChange()) {
                open.remove(event.server());
            }
        }
        if (!isStore) {
            var end = time(history, history.until(), origin).plus(correction);
            for (var held : open.values()) {
                var lost = new Follows(
                        history.until(), held.server(), Optional.empty(), OptionalLong.empty(), true, Set.of());
                all.add(new Placed(end.compareTo(latest) > 0 ? end : latest, false, lost));
            }
        }
    }

    /** {@return the time on the axis of the store; a history without a wall clock starts with the store} */
    private static Duration time(History history, Duration at, Instant origin) {
        return history.startedAt().equals(Instant.EPOCH) ? at : Duration.between(origin, history.instant(at));
    }

    /** {@return the earliest times of the acquisitions with a term or a token} */
    private static Map<String, Duration> acquisitions(History history, Instant origin) {
        var times = new HashMap<String, Duration>();
        for (var event : history.events()) {
            if (event instanceof Acquired acquired
                    && acquired.term().isPresent()
                    && acquired.isChange()
                    && !acquired.already()) {
                times.merge(
                        acquired.term().getAsLong() + " " + acquired.server(),
                        time(history, acquired.at().minus(acquired.uncertainty()), origin),
                        (one, other) -> one.compareTo(other) < 0 ? one : other);
            }
        }
        return times;
    }

    private static Duration correction(Map<String, Duration> given, Map<String, Duration> acquired) {
        var correction = Duration.ZERO;
        for (var entry : acquired.entrySet()) {
            var earliest = given.get(entry.getKey());
            if (earliest != null && earliest.minus(entry.getValue()).compareTo(correction) > 0) {
                correction = earliest.minus(entry.getValue());
            }
        }
        return correction;
    }
}
