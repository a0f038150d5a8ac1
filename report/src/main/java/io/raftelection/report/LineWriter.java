package io.raftelection.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.raftelection.Anomaly;
import io.raftelection.Fact;
import io.raftelection.LeadershipEvent;
import io.raftelection.LeadershipEvent.Follows;
import io.raftelection.LeadershipEvent.Lost;
import io.raftelection.LeadershipEvent.Members;
import io.raftelection.Loss.Cause;
import io.raftelection.ServerId;
import java.io.Closeable;
import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.Set;

/** Writes the lines of a recording and flushes each line. */
final class LineWriter implements Closeable {
    private static final JsonFactory JSON = new JsonFactory();

    /** Escapes higher characters, because a reason may hold half a surrogate pair, which UTF-8 cannot encode. */
    private static final int LAST_BEFORE_SURROGATES = Character.MIN_SURROGATE - 1;

    /** The number of bytes of the longest character that is not escaped. */
    private static final int LONGEST_CHARACTER = 3;

    private final Writer out;

    /** The name of the Raft group, which each line has; empty if there is only one. */
    private final String group;

    private WallTimes times = new WallTimes(Instant.EPOCH);

    LineWriter(Writer out) {
        this(out, "");
    }

    LineWriter(Writer out, String group) {
        this.out = out;
        this.group = group;
    }

    /** Writes the members of a line. */
    private interface Content {
        void write(JsonGenerator json) throws IOException;
    }

    void header(String cluster, Instant startedAt) throws IOException {
        times = new WallTimes(startedAt);
        line(json -> {
            json.writeStringField(Schema.FORMAT_KEY, Schema.FORMAT);
            json.writeNumberField(Schema.VERSION_KEY, Schema.VERSION);
            json.writeStringField(Schema.CLUSTER, cluster);
            group(json);
            json.writeStringField(Schema.STARTED_AT, startedAt.toString());
        });
    }

    /** Writes an event, or counts it as missing if its line is too long for readers. */
    void event(LeadershipEvent event, Instant instant) throws IOException {
        var line = text(json -> {
            head(json, event.at(), kind(event));
            json.writeStringField(Schema.SERVER, event.server().value());
            event.<Content>match(
                            acquired -> none -> {},
                            ready -> none -> {},
                            lost -> none -> {},
                            LineWriter::leader,
                            LineWriter::servers)
                    .write(json);
            number(json, Schema.TERM, event.term());
            number(json, Schema.TENURE, event.tenure());
            if (event instanceof Lost lost) {
                cause(json, lost);
            }
            anomalies(json, event);
            if (event.isObserved()) {
                seconds(json, event.already() ? Schema.ALREADY : Schema.UNCERTAINTY, event.uncertainty());
            }
            time(json, event.at(), instant);
        });
        if (isTooLong(line)) {
            missed(event.at(), 1, 0);
        } else {
            write(line);
        }
    }

    /** Writes the begin or the end of a fact, or counts it as missing if its line is too long for readers. */
    void fact(Fact fact, Instant instant) throws IOException {
        var line = text(json -> {
            head(json, fact.at(), fact.isOver() ? Schema.ENDS : Schema.BEGINS);
            json.writeStringField(Schema.FACT, fact.kind().words());
            if (fact.server().isPresent()) {
                json.writeStringField(Schema.SERVER, fact.server().get().value());
            }
            if (fact.lasted().isPresent()) {
                seconds(json, Schema.LASTED, fact.lasted().get());
            }
            if (!fact.detail().isEmpty()) {
                json.writeStringField(Schema.DETAIL, fact.detail());
            }
            time(json, fact.at(), instant);
        });
        if (isTooLong(line)) {
            missed(fact.at(), 0, 1);
        } else {
            write(line);
        }
    }

    private static boolean isTooLong(String line) {
        return line.length() > LineReader.MAX_LINE / LONGEST_CHARACTER
                && line.getBytes(StandardCharsets.UTF_8).length > LineReader.MAX_LINE;
    }

    private static String kind(LeadershipEvent event) {
        return event.match(
                acquired -> Schema.ACQUIRED,
                ready -> Schema.READY,
                lost -> Schema.LOST,
                follows -> Schema.FOLLOWS,
                members -> Schema.MEMBERS);
    }

    private static Content leader(Follows follows) {
        return json -> {
            if (follows.leader().isPresent()) {
                json.writeStringField(Schema.LEADER, follows.leader().get().value());
            } else {
                json.writeStringField(Schema.VIEW, follows.unknown() ? Schema.UNKNOWN : Schema.NOBODY);
            }
        };
    }

    private static Content servers(Members members) {
        return json -> {
            names(json, Schema.VOTERS, members.voters());
            if (!members.learners().isEmpty()) {
                names(json, Schema.LEARNERS, members.learners());
            }
        };
    }

    private static void names(JsonGenerator json, String name, Set<ServerId> servers) throws IOException {
        json.writeArrayFieldStart(name);
        for (var server : servers) {
            json.writeString(server.value());
        }
        json.writeEndArray();
    }

    private static void cause(JsonGenerator json, Lost lost) throws IOException {
        json.writeStringField(Schema.CAUSE, lost.cause().words());
        if (lost.cause() == Cause.ENGINE_REASON) {
            json.writeStringField(Schema.REASON, lost.reason());
        }
    }

    /** Writes how many events and facts are missing; zero facts if nobody knows how many. */
    void missed(Duration at, long events, long facts) throws IOException {
        missed(at, at, events, facts);
    }

    /** Writes the same, and until when they may have happened, if that is later than the place of the line. */
    void missed(Duration at, Duration until, long events, long facts) throws IOException {
        line(json -> {
            head(json, at, Schema.MISSED);
            json.writeNumberField(Schema.COUNT, events);
            if (facts > 0) {
                json.writeNumberField(Schema.FACTS, facts);
            }
            if (until.compareTo(at) > 0) {
                seconds(json, Schema.UNTIL, until);
            }
        });
    }

    void end(Duration at, Instant instant) throws IOException {
        line(json -> {
            head(json, at, Schema.END);
            time(json, at, instant);
        });
    }

    private void time(JsonGenerator json, Duration at, Instant instant) throws IOException {
        if (times.add(at, instant)) {
            json.writeStringField(Schema.TIME, instant.toString());
        }
    }

    private void head(JsonGenerator json, Duration at, String event) throws IOException {
        seconds(json, Schema.AT, at);
        json.writeStringField(Schema.EVENT, event);
        group(json);
    }

    private void group(JsonGenerator json) throws IOException {
        if (!group.isEmpty()) {
            json.writeStringField(Schema.GROUP, group);
        }
    }

    private static void seconds(JsonGenerator json, String name, Duration time) throws IOException {
        json.writeNumberField(name, BigDecimal.valueOf(time.toNanos(), 9));
    }

    private static void number(JsonGenerator json, String name, OptionalLong value) throws IOException {
        if (value.isPresent()) {
            json.writeNumberField(name, value.getAsLong());
        }
    }

    private static void anomalies(JsonGenerator json, LeadershipEvent event) throws IOException {
        if (!event.anomalies().isEmpty()) {
            json.writeArrayFieldStart(Schema.ANOMALIES);
            for (Anomaly.Kind kind : event.anomalies()) {
                json.writeString(kind.word());
            }
            json.writeEndArray();
        }
    }

    private void line(Content content) throws IOException {
        write(text(content));
    }

    private static String text(Content content) throws IOException {
        var text = new StringWriter();
        try (var json = JSON.createGenerator(text)) {
            json.setHighestNonEscapedChar(LAST_BEFORE_SURROGATES);
            json.writeStartObject();
            content.write(json);
            json.writeEndObject();
        }
        return text.toString();
    }

    private void write(String line) throws IOException {
        out.write(line + '\n'); // at once, since others may write to the same stream
        out.flush();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
