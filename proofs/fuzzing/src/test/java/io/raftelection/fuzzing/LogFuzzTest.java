package io.raftelection.fuzzing;

import static io.raftelection.fuzzing.Property.check;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.raftelection.report.Histories;
import io.raftelection.report.RecordingSummary;
import io.raftelection.watch.logs.ClusterLogs;
import io.raftelection.watch.logs.LogDefinition;
import io.raftelection.watch.logs.LogOptions;
import io.raftelection.watch.logs.LogSource;
import io.raftelection.watch.logs.LogsException;
import io.raftelection.watch.logs.ServerLog;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Fuzzes the parsers of logs and of their definitions. */
final class LogFuzzTest {
    private static final LogOptions OPTIONS = LogOptions.defaults();
    private static final Pattern PLACE = Pattern.compile("fuzz\\.logs, line (\\d{1,9}): \\P{Cc}{1,1500}");

    @FuzzTest
    void definitionIsReadOrRefusedWithItsLine(byte[] definition) {
        var text = new String(definition, UTF_8);
        try {
            LogDefinition.parse("fuzz.logs", text);
        } catch (LogsException e) {
            var place = PLACE.matcher(String.valueOf(e.getMessage()));
            check(place.matches(), "refuses without a line: " + e.getMessage());
            int line = Integer.parseInt(place.group(1));
            check(line >= 1 && line <= text.split("\\R", -1).length, "names line " + line);
        }
    }

    @FuzzTest
    void logIsReadOrRefused(byte[] log) throws IOException {
        try {
            for (var histories : ClusterLogs.read(logs(log), OPTIONS).groups().values()) {
                summarize(histories);
            }
        } catch (LogsException | FileSystemException e) {
            check(!String.valueOf(e.getMessage()).endsWith("null"), "refuses without a reason: " + e.getMessage());
        }
    }

    /** A log of two servers, which have the same words. */
    private static List<ServerLog> logs(byte[] log) {
        return List.of(log("a", log), log("b", log));
    }

    private static ServerLog log(String name, byte[] log) {
        return new ServerLog(
                name,
                Optional.empty(),
                name,
                List.of(LogSource.of(name, new ByteArrayInputStream(log))),
                ZoneOffset.UTC);
    }

    private static void summarize(Histories histories) throws IOException {
        var summary = new RecordingSummary.Builder();
        histories.scan(summary);
        check(!summary.build().verdict().isEmpty(), "has no verdict");
        check(histories.history().events().size() < 1 << 20, "has more events than lines");
    }
}
