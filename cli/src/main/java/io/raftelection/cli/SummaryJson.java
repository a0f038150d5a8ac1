package io.raftelection.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.raftelection.Summary;
import io.raftelection.report.RecordedFile;
import io.raftelection.report.RecordingSummary;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Duration;

/** Writes a summary as one line of JSON. Its members are in {@code docs/cli.md}. Times are in seconds. */
final class SummaryJson {
    private static final int NANO_DIGITS = 9;

    private final JsonGenerator json;

    private SummaryJson(JsonGenerator json) {
        this.json = json;
    }

    /** Writes a line. */
    static void print(RecordingSummary summary, PrintWriter out) {
        try {
            var json = new JsonFactory().createGenerator(out);
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            json.writeStartObject();
            new SummaryJson(json).members(summary);
            json.writeEndObject();
            json.close();
            out.println();
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void members(RecordingSummary recording) throws IOException {
        var summary = recording.summary();
        json.writeStringField("cluster", recording.cluster());
        json.writeStringField("startedAt", recording.startedAt().toString());
        seconds("seconds", recording.until());
        json.writeBooleanField("safe", recording.isSafe());
        json.writeStringField("verdict", recording.verdict());
        json.writeNumberField("runs", recording.runs());
        json.writeNumberField("events", recording.events());
        json.writeNumberField("observed", recording.observed());
        json.writeNumberField("missed", recording.missed());
        json.writeNumberField("missedFacts", recording.missedFacts());
        json.writeNumberField("torn", recording.torn());
        json.writeNumberField("elections", summary.elections());
        if (recording.terms().isPresent()) {
            json.writeNumberField("firstTerm", recording.terms().get().first());
            json.writeNumberField("lastTerm", recording.terms().get().last());
        }
        causes(summary);
        storms(summary.storms());
        tenures(summary);
        periods("withoutKnownLeader", summary.withoutKnownLeader());
        periods("untilReady", summary.untilReady());
        if (summary.longestOverlap().isPresent()) {
            overlap(summary.longestOverlap().get());
        }
        anomalies(summary);
        files(recording);
    }

    private void causes(Summary summary) throws IOException {
        json.writeObjectFieldStart("causes");
        for (var cause : summary.causes().entrySet()) {
            json.writeNumberField(cause.getKey().words(), cause.getValue());
        }
        json.writeEndObject();
    }

    private void storms(Summary.Storms storms) throws IOException {
        json.writeObjectFieldStart("storms");
        json.writeNumberField("times", storms.times());
        json.writeArrayFieldStart("largest");
        for (var storm : storms.largest()) {
            json.writeStartObject();
            json.writeNumberField("elections", storm.elections());
            seconds("fromSeconds", storm.from());
            seconds("toSeconds", storm.to());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void tenures(Summary summary) throws IOException {
        json.writeObjectFieldStart("tenures");
        for (var server : summary.tenures().entrySet()) {
            json.writeObjectFieldStart(server.getKey().toString());
            json.writeNumberField("times", server.getValue().times());
            seconds("seconds", server.getValue().total());
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private void periods(String name, Summary.Periods periods) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeNumberField("times", periods.times());
        seconds("seconds", periods.total());
        seconds("longestSeconds", periods.longest());
        json.writeEndObject();
    }

    private void overlap(Summary.Overlap overlap) throws IOException {
        json.writeObjectFieldStart("longestOverlap");
        json.writeStringField("older", overlap.older().toString());
        json.writeStringField("newer", overlap.newer().toString());
        seconds("seconds", overlap.length());
        json.writeEndObject();
    }

    private void anomalies(Summary summary) throws IOException {
        json.writeObjectFieldStart("anomalies");
        for (var kind : summary.anomalies().entrySet()) {
            json.writeNumberField(kind.getKey().word(), kind.getValue());
        }
        json.writeEndObject();
    }

    /** Several recordings of one cluster, each with what was added to its times. */
    private void files(RecordingSummary recording) throws IOException {
        if (recording.files().isEmpty()) {
            return;
        }
        seconds("contradictionSeconds", recording.contradiction());
        json.writeArrayFieldStart("files");
        for (RecordedFile file : recording.files()) {
            json.writeStartObject();
            json.writeStringField("name", file.name());
            json.writeNumberField("events", file.events());
            seconds("correctionSeconds", file.correction());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void seconds(String name, Duration time) throws IOException {
        json.writeFieldName(name);
        json.writeNumber(BigDecimal.valueOf(time.toSeconds())
                .add(BigDecimal.valueOf(time.toNanosPart(), NANO_DIGITS))
                .setScale(NANO_DIGITS)
                .toPlainString());
    }
}
