package io.raftelection.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.Cause;
import io.raftelection.Fact;
import io.raftelection.History;
import io.raftelection.LeadershipEvent;
import io.raftelection.LeadershipEvent.Acquired;
import io.raftelection.Missing;
import io.raftelection.Summary;
import io.raftelection.internal.Notation;
import io.raftelection.internal.OpenStates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Around random gaps in random histories, all ways of reading have the same causes, and none reaches over a gap. */
final class GapsPropertyTest {
    private static final int SEEDS = 60;
    private static final Pattern SINCE = Pattern.compile("since (\\d+\\.\\d+)s");
    private static final Pattern LOST = Pattern.compile("lost leadership at (\\d+\\.\\d+)s");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private Path write(String name, History history) throws IOException {
        var file = folder.resolve(name);
        Recording.write(history, file);
        return file;
    }

    /**
     * The changes of the recording itself. Where files are read together, a stall is one of the servers of its file.
     */
    private static List<String> recorded(List<Cause.Change> changes) {
        return changes.stream()
                .filter(change -> !change.cause().evidence().equals(OpenStates.REASON))
                .map(change ->
                        change.toString().replaceAll("a stall of (the process of \\w+|the tracker's JVM)", "a stall"))
                .toList();
    }

    private static SortedMap<Cause.Kind, Long> elections(List<Cause.Change> changes) {
        var counts = new TreeMap<Cause.Kind, Long>();
        changes.stream()
                .filter(change -> change.event() instanceof Acquired)
                .forEach(change -> counts.merge(change.cause().kind(), 1L, Long::sum));
        return counts;
    }

    private static RecordingSummary scanned(Path file) throws IOException {
        var builder = new RecordingSummary.Builder();
        Recording.scan(file, builder);
        return builder.build();
    }

    private static Summary scanned(List<Path> files) throws IOException {
        var builder = new RecordingSummary.Builder();
        Recordings.of(files).scan(builder);
        return builder.build().summary();
    }

    /** The page has the causes of the history, whichever way it was built. */
    private static void pageHasTheCauses(long seed, TimelineBuilder page, History history) {
        int index = 0;
        for (var change : history.causes()) {
            while (history.events().get(index) != change.event()) {
                index++;
            }
            if (change.event() instanceof Acquired) {
                var cause = change.cause();
                assertThat(page.cause(index))
                        .as("seed %d: %s", seed, change)
                        .isEqualTo(
                                cause.kind() == Cause.Kind.UNKNOWN
                                        ? cause.kind().words()
                                        : cause.toString());
            }
        }
    }

    private String page(Path file) throws IOException {
        var builder = new TimelineBuilder();
        Recording.scan(file, builder);
        builder.write(folder.resolve("scanned.html"));
        return Files.readString(folder.resolve("scanned.html"));
    }

    private String page(History history) throws IOException {
        Timeline.write(history, folder.resolve("read.html"));
        return Files.readString(folder.resolve("read.html"));
    }

    @Test
    void historyThatIsReadIsThatOfTheFile() throws IOException {
        long gaps = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            var random = new RandomGaps(seed);
            var history = random.without(random.history("s1", "s2", "s3"));
            var file = write("f.jsonl", history);

            var read = Recording.read(file);
            assertThat(read).as("seed %d", seed).isEqualTo(history);
            assertThat(read.causes()).as("seed %d", seed).isEqualTo(history.causes());
            assertThat(Files.readAllLines(write("again.jsonl", read)))
                    .as("seed %d", seed)
                    .isEqualTo(Files.readAllLines(file));
            assertThat(RecordingSummary.of(read)).as("seed %d", seed).isEqualTo(scanned(file));
            assertThat(read.summary())
                    .as("seed %d", seed)
                    .isEqualTo(scanned(file).summary());
            assertThat(scanned(file).summary().causes()).as("seed %d", seed).isEqualTo(elections(read.causes()));
            assertThat(page(read)).as("seed %d", seed).isEqualTo(page(file));
            noCauseReachesOverAGap(seed, read);
            gaps += read.missing().size();
        }
        assertThat(gaps).isGreaterThan(SEEDS);
    }

    @Test
    void recordingsThatAreReadTogetherHaveTheSameCauses() throws IOException {
        for (long seed = 0; seed < SEEDS; seed++) {
            var random = new RandomGaps(seed);
            var history = random.without(random.history("s1", "s2", "s3"));
            var idle = new History(
                    "orders",
                    history.startedAt(),
                    history.until(),
                    List.of(LeadershipEvent.parse("0s s9 follows nobody")),
                    0);
            var file = write("f.jsonl", history);
            var other = write("idle.jsonl", idle);

            var causes = history.causes();
            assertThat(recorded(Recordings.of(List.of(file)).history().causes()))
                    .as("seed %d, one file", seed)
                    .isEqualTo(recorded(causes));
            assertThat(recorded(Recordings.of(List.of(file, other)).history().causes()))
                    .as("seed %d, two files", seed)
                    .isEqualTo(recorded(causes));
            assertThat(recorded(History.merge(List.of(history, idle)).causes()))
                    .as("seed %d, two histories", seed)
                    .isEqualTo(recorded(causes));
            assertThat(scanned(List.of(file, other)).causes())
                    .as("seed %d, scanned", seed)
                    .isEqualTo(elections(causes));
        }
    }

    @Test
    void gapOfOneFileHoldsForAll() throws IOException {
        long unknown = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            var histories = new ArrayList<History>();
            var files = new ArrayList<Path>();
            for (var server : List.of("s1", "s2", "s3")) {
                var random = new RandomGaps(seed * 3 + histories.size());
                histories.add(random.without(random.history(server)));
                files.add(write(server + ".jsonl", histories.get(histories.size() - 1)));
            }
            var merged = History.merge(histories);

            assertThat(Recordings.of(files).history()).as("seed %d", seed).isEqualTo(merged);
            assertThat(scanned(files)).as("seed %d", seed).isEqualTo(merged.summary());
            assertThat(merged.summary().causes()).as("seed %d", seed).isEqualTo(elections(merged.causes()));
            assertThat(merged.dropped())
                    .as("seed %d", seed)
                    .isEqualTo(histories.stream().mapToLong(History::dropped).sum());
            var again = write("merged.jsonl", merged);
            assertThat(Recording.read(again)).as("seed %d", seed).isEqualTo(merged);
            assertThat(scanned(again).summary()).as("seed %d", seed).isEqualTo(merged.summary());
            var copy = folder.resolve("copy.jsonl");
            try (var writer = RecordingWriter.of(copy)) {
                Recordings.of(files).scan(writer);
            }
            assertThat(Recording.read(copy).causes()).as("seed %d", seed).isEqualTo(merged.causes());
            var named = new TreeMap<>(Map.of("1", histories.get(0), "2", histories.get(1), "3", histories.get(2)));
            var inMemory = new TimelineBuilder();
            Histories.of(named).scan(inMemory);
            assertThat(inMemory.summary().summary()).as("seed %d", seed).isEqualTo(merged.summary());
            pageHasTheCauses(seed, inMemory, merged);
            assertThat(page(merged)).as("seed %d", seed).isEqualTo(page(again));
            noCauseReachesOverAGap(seed, merged);
            unknown += merged.summary().causes().getOrDefault(Cause.Kind.UNKNOWN, 0L);
        }
        assertThat(unknown).isPositive();
    }

    /** The rule once more, from the words of the evidence. */
    private static void noCauseReachesOverAGap(long seed, History history) {
        var changes = history.causes();
        int index = 0;
        for (var change : changes) {
            while (history.events().get(index) != change.event()) {
                index++;
            }
            var evidence = change.cause().evidence();
            boolean isElection = change.event() instanceof Acquired;
            var lost = LOST.matcher(evidence);
            if (isElection && lost.find()) {
                var from = lost.group(1);
                assertThat(history.missing())
                        .as("seed %d: %s: %s", seed, change, from)
                        .noneMatch(place -> place.events() > 0 && isAfterLoss(history, place, change, seconds(from)));
            }
            var since = SINCE.matcher(evidence);
            if (since.find() && !evidence.contains("lost leadership")) {
                int position = index;
                var begin = seconds(since.group(1));
                assertThat(history.missing())
                        .as("seed %d: %s", seed, change)
                        .noneMatch(place -> place.eventsBefore() <= position && isAfterBegin(history, place, begin));
            }
        }
    }

    private static boolean isAfterLoss(History history, Missing place, Cause.Change change, Duration loss) {
        int election = history.events().indexOf(change.event());
        int last = election - 1;
        while (!rounded(history.events().get(last).at()).equals(loss)) {
            last--;
        }
        boolean isBetween = place.eventsBefore() > last && place.eventsBefore() <= election;
        boolean isLong = place.eventsBefore() <= last
                && place.until().compareTo(change.event().at()) > 0;
        return isBetween || isLong;
    }

    /** Whether all facts that may be meant began before the gap. */
    private static boolean isAfterBegin(History history, Missing place, Duration begin) {
        int begun = 0;
        for (int i = 0; i < history.facts().size(); i++) {
            Fact fact = history.facts().get(i);
            if (!fact.isOver() && rounded(fact.at()).equals(begin)) {
                begun = i + 1;
            }
        }
        return place.factsBefore() >= begun;
    }

    private static Duration seconds(String text) {
        return Duration.ofMillis(Math.round(Double.parseDouble(text) * 1_000));
    }

    private static Duration rounded(Duration at) {
        return seconds(Notation.seconds(at).replace("s", ""));
    }

    @Test
    void incompleteLastLineIsAGapAtItsEnd() throws IOException {
        var file = folder.resolve("torn.jsonl");
        Files.writeString(file, """
                {"format":"raft-election","version":2,"cluster":"orders","startedAt":"1970-01-01T00:00:00Z"}
                {"at":1,"event":"acquired","server":"s1","term":1}
                {"at":3,"event":"begins","fact":"kill","server":"s1"}
                {"at":4,"event":"lost","server":"s1","term":1}
                {"at":5,"event":"acqu""");
        var other = write(
                "other.jsonl",
                new History(
                        "orders",
                        Instant.EPOCH,
                        Duration.ofSeconds(9),
                        List.of(LeadershipEvent.parse("6s s2 acquired")),
                        0));

        var read = Recording.read(file);

        assertThat(read.missing()).containsExactly(new Missing(Duration.ofSeconds(4), 1, 0, 2, 1));
        assertThat(RecordingSummary.of(read).summary()).isEqualTo(scanned(file).summary());
        var both = Recordings.of(List.of(file, other));
        assertThat(both.history()).isEqualTo(History.merge(List.of(read, Recording.read(other))));
        assertThat(both.history().summary().causes()).isEqualTo(Map.of(Cause.Kind.START, 1L, Cause.Kind.UNKNOWN, 1L));
        var builder = new RecordingSummary.Builder();
        both.scan(builder);
        assertThat(builder.build().torn()).isEqualTo(1);
        assertThat(builder.build().missed()).isEqualTo(1);
        assertThat(builder.build().summary().causes())
                .isEqualTo(both.history().summary().causes());
        var copy = folder.resolve("copy.jsonl");
        try (var writer = RecordingWriter.of(copy)) {
            Recording.scan(file, writer);
        }
        assertThat(Recording.read(copy)).isEqualTo(read);
    }
}
