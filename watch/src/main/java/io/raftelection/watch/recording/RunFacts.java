package io.raftelection.watch.recording;

import io.raftelection.Fact;
import io.raftelection.ServerId;
import io.raftelection.spi.LeadershipSink;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reports the facts of one run. A fact does not make its file the owner of its server, since a process may record what
 * it knows of others. Used by one thread.
 */
final class RunFacts {
    /** How many facts of a run can go on. */
    private static final int MAX = 1_024;

    /** Lines of a process that runs are read within this time. Lines further apart that are read at once were late. */
    private static final Duration LATE = Duration.ofSeconds(1);

    private final String file;
    private final Servers servers;
    private final Map<Key, Going> going = new HashMap<>();

    /** A stall that is reported with the next line, or when no line follows; null if there is none. */
    private @Nullable Fact stall;

    /** The time of the first line that was read since the file was read to its end; null if there is none. */
    private @Nullable Duration first;

    /** Only links that are cut are told apart by their words. */
    private record Key(Fact.Kind kind, ServerId server, String link) {
        static Key of(Fact fact, ServerId server) {
            return new Key(fact.kind(), server, fact.kind() == Fact.Kind.CUT ? fact.detail() : "");
        }
    }

    private record Going(LeadershipSink sink, String detail) {}

    RunFacts(String file, Servers servers) {
        this.file = file;
        this.servers = servers;
    }

    /** Notes that a line was read, before it is reported. */
    void line(Duration at) {
        var held = stall;
        if (held != null && at.minus(held.at()).compareTo(LATE) > 0) {
            stall = null; // its end and this line are reported at the same time, so it would explain too much
        }
        release();
        first = first == null ? at : first;
    }

    /** Reports a fact, whose line was noted before. */
    void report(Fact fact) {
        if (fact.kind() == Fact.Kind.STALL) {
            var since = first == null ? fact.at() : first;
            stall = fact.at().minus(since).compareTo(LATE) > 0 ? null : fact;
        } else if (fact.isOver()) {
            fact.server().ifPresent(server -> end(fact, going.remove(Key.of(fact, server))));
        } else {
            fact.server().ifPresent(server -> begin(fact, server));
        }
    }

    private void begin(Fact fact, ServerId server) {
        var key = Key.of(fact, server);
        if (going.size() < MAX && !going.containsKey(key)) {
            servers.sink(server, file).ifPresent(sink -> {
                going.put(key, new Going(sink, fact.detail()));
                sink.factBegins(fact.kind(), fact.detail());
            });
        }
    }

    private static void end(Fact fact, @Nullable Going begun) {
        if (begun != null) {
            begun.sink().factEnds(fact.kind(), begun.detail());
        }
    }

    /** Reports the stall that waits, of its server, or of all servers of the file. */
    private void release() {
        var held = stall;
        stall = null;
        if (held != null) {
            var lasted = held.lasted().orElse(Duration.ZERO);
            servers.owned(file).stream()
                    .filter(sink -> held.server().isEmpty() || held.server().equals(Optional.of(sink.server())))
                    .forEach(sink -> sink.stalled(lasted));
        }
    }

    /** Notes that the file was read to its end. */
    void caughtUp() {
        release();
        first = null;
    }

    /** Ends all facts that go on: their run has ended, or lines are missing. */
    void end() {
        release();
        going.forEach((key, begun) -> begun.sink().factEnds(key.kind(), begun.detail()));
        going.clear();
        first = null;
    }
}
