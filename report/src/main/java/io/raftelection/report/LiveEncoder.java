package io.raftelection.report;

import com.fasterxml.jackson.core.JsonGenerator;
import io.raftelection.LeadershipEvent;
import io.raftelection.LeadershipEvent.Acquired;
import io.raftelection.LeadershipEvent.Follows;
import io.raftelection.LeadershipEvent.Members;
import io.raftelection.ServerId;
import io.raftelection.Standing;
import io.raftelection.Standing.Role;
import io.raftelection.report.Period.Followed;
import io.raftelection.report.Period.Led;
import io.raftelection.report.Period.Unusual;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Turns events into the messages of a live page: their rows, the periods that they end, and those that are open. Used
 * by one thread. Its memory does not grow with the number of events.
 */
final class LiveEncoder {
    /** The longest text of an event that is sent as a whole. */
    private static final int LONGEST = 4_096;

    /** How finely times are summed up whose events are no longer kept. They take 12 kilobytes per server. */
    private static final int BUCKETS = 512;

    private final Periods periods = new Periods(this::period);
    private final WallAxis wall = new WallAxis();
    private final Densities densities = new Densities(BUCKETS);
    private final LiveTerms terms = new LiveTerms();
    private final List<LeadershipEvent> events = new ArrayList<>();
    private final List<Period> ended = new ArrayList<>();
    private final String epoch;
    private Optional<Members> members = Optional.empty();
    private boolean hasNewMembers;
    private int sentPieces;
    private long first;
    private long latest;
    private long told;
    private long missed;

    /** The time of the first event, or -1. */
    private long oldest = -1;

    LiveEncoder(String epoch, Instant startedAt) {
        this.epoch = epoch;
        wall.start(Duration.ZERO, startedAt);
        periods.startRun(0);
    }

    private void period(Period period) {
        densities.accept(period);
        ended.add(period);
    }

    /** Adds an event to the next batch. */
    void event(LeadershipEvent reported, Instant time) {
        wall.add(reported.at(), time);
        long at = Durations.nanos(reported.at());
        // After missing events, the tracker may report a leadership that began before them.
        var event = at < latest ? reported.withAt(Duration.ofNanos(latest)) : reported;
        latest = Math.max(latest, at);
        terms.event(event);
        densities.event(latest, event);
        oldest = oldest < 0 ? latest : oldest;
        periods.event(first + events.size(), latest, event);
        events.add(event);
        if (event instanceof Members configuration && event.isChange()) {
            members = Optional.of(configuration);
            hasNewMembers = true;
        }
    }

    /** Starts anew after missing events, of which nothing is known, with what the servers are now. */
    void restart(Duration now, List<Standing> standings, long count) {
        missed += count;
        periods.endRun(Math.max(latest, told));
        latest = Math.max(latest, Durations.nanos(now));
        periods.startRun(latest);
        var at = Duration.ofNanos(latest);
        for (var standing : standings) {
            var view = standing.view();
            if (view.isEmpty()) {
                continue;
            }
            var term = view.get().term();
            periods.event(
                    -1,
                    latest,
                    standing.role() == Role.LEADING
                            ? new Acquired(at, standing.server(), term, OptionalLong.empty(), Set.of())
                            : new Follows(at, standing.server(), view.get().leader(), term, false, Set.of()));
        }
    }

    /** {@return the number of events that wait for the next batch} */
    int waiting() {
        return events.size();
    }

    /** {@return the number of the next event that is not in a batch} */
    long next() {
        return first;
    }

    /** {@return the message that starts a page anew, before the batch with a number; it has no events} */
    byte[] reset(String cluster, long before, long omitted, long dropped, int limit) {
        return LiveMessage.of("retry: 1000\nevent: reset\nid: " + id(before) + "\n", json -> {
            json.writeStringField("cluster", cluster);
            json.writeNumberField("first", before);
            json.writeNumberField("omitted", omitted);
            json.writeNumberField("dropped", dropped);
            json.writeNumberField("limit", limit);
            wall.write(json);
            roles(json);
            if (omitted > 0) {
                older(json);
            }
        });
    }

    /** Writes what part of the time each server led, for the times whose events are not kept. */
    private void older(JsonGenerator json) throws IOException {
        long end = Math.max(latest, told);
        densities.reach(end);
        json.writeObjectFieldStart("older");
        json.writeNumberField("from", Math.max(0, oldest));
        json.writeNumberField("until", end);
        json.writeArrayFieldStart("servers");
        for (var server : densities.lanes().keySet()) {
            json.writeString(server.value());
        }
        json.writeEndArray();
        new DensityData(densities, end).write(json);
        open(json, end);
        json.writeEndObject();
    }

    /** {@return the present time, for pages to which nothing else is sent} */
    byte[] now(Duration now) {
        return LiveMessage.of("event: now\n", json -> json.writeNumberField("now", Durations.nanos(now)));
    }

    /** {@return that nothing follows} */
    byte[] end() {
        return LiveMessage.of("event: end\n", json -> {});
    }

    /** {@return the events since the last batch as a message} */
    LiveBatch batch(Duration now) {
        long end = Math.max(latest, Durations.nanos(now));
        long start = told;
        int count = events.size();
        long next = first + count + missed;
        var bytes = LiveMessage.of("id: " + id(next) + "\n", json -> {
            json.writeNumberField("first", first);
            json.writeNumberField("since", start);
            json.writeNumberField("now", end);
            json.writeNumberField("missed", missed);
            json.writeArrayFieldStart("events");
            for (var event : events) {
                row(json, event);
            }
            json.writeEndArray();
            periods(json, ended);
            open(json, end);
            changes(json);
        });
        var batch = new LiveBatch(first, count, missed, start, bytes);
        first = next;
        told = end;
        missed = 0;
        events.clear();
        ended.clear();
        return batch;
    }

    /** Writes the periods that go on. */
    private void open(JsonGenerator json, long end) throws IOException {
        json.writeObjectFieldStart("open");
        var open = new ArrayList<Period>();
        periods.open(end, open::add);
        periods(json, open);
        json.writeEndObject();
    }

    private void changes(JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("split");
        for (var term : terms.found()) {
            LiveMessage.exact(json, term);
        }
        json.writeEndArray();
        if (hasNewMembers) {
            hasNewMembers = false;
            roles(json);
        }
        if (wall.pieces().size() != sentPieces) {
            sentPieces = wall.pieces().size();
            wall.write(json);
        }
    }

    /** {@return the id of the stream before an event} */
    private String id(long number) {
        return epoch + "." + number;
    }

    private static void row(JsonGenerator json, LeadershipEvent event) throws IOException {
        long at = Durations.nanos(event.at());
        var text = Words.text(event);
        json.writeStartArray();
        json.writeNumber(at);
        json.writeString(event.server().value());
        json.writeString(shortened(text.before()));
        json.writeString(shortened(text.after()));
        json.writeString(String.valueOf(text.kind()));
        json.writeNumber(text.isChange() ? 1 : 0);
        json.writeNumber(text.isOdd() ? 1 : 0);
        LiveMessage.exact(json, event.term().orElse(-1));
        json.writeNumber(event.isObserved() ? Marks.earliest(at, event) : -1);
        json.writeEndArray();
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST
                ? text
                : text.substring(0, LONGEST) + "\u2026 (" + text.length() + " characters)";
    }

    private void periods(JsonGenerator json, List<Period> all) throws IOException {
        json.writeArrayFieldStart("led");
        for (var period : all) {
            if (period instanceof Led led) {
                start(json, led.server(), led, led.index());
                json.writeNumber(led.lostIndex());
                json.writeNumber(terms.isSplit(led.acquired().term()) ? 1 : 0);
                LiveMessage.exact(json, led.acquired().term().orElse(-1));
                json.writeEndArray();
            }
        }
        json.writeEndArray();
        json.writeArrayFieldStart("followed");
        for (var period : all) {
            if (period instanceof Followed followed) {
                start(json, followed.server(), followed, followed.index());
                json.writeString(followed.leader().value());
                json.writeNumber(terms.isSplit(followed.view().term()) ? 1 : 0);
                LiveMessage.exact(json, followed.view().term().orElse(-1));
                json.writeEndArray();
            }
        }
        json.writeEndArray();
        json.writeArrayFieldStart("unusual");
        for (var period : all) {
            if (period instanceof Unusual unusual) {
                json.writeStartArray();
                json.writeNumber(unusual.leaders());
                json.writeNumber(unusual.from());
                json.writeNumber(unusual.to());
                json.writeEndArray();
            }
        }
        json.writeEndArray();
    }

    private static void start(JsonGenerator json, ServerId server, Period period, long index) throws IOException {
        json.writeStartArray();
        json.writeString(server.value());
        json.writeNumber(period.from());
        json.writeNumber(period.to());
        json.writeNumber(index);
    }

    /** Writes the servers that do not vote, and all that do. */
    private void roles(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("members");
        if (members.isPresent()) {
            names(json, "voters", members.get().voters());
            names(json, "learners", members.get().learners());
        }
        json.writeEndObject();
    }

    private static void names(JsonGenerator json, String name, Set<ServerId> servers) throws IOException {
        json.writeArrayFieldStart(name);
        for (var server : servers) {
            json.writeString(server.value());
        }
        json.writeEndArray();
    }
}
