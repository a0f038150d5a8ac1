package io.raftelection.watch.recording;

import static io.raftelection.watch.recording.Followed.append;
import static io.raftelection.watch.recording.Followed.header;
import static io.raftelection.watch.recording.Followed.line;
import static org.assertj.core.api.Assertions.assertThat;

import io.raftelection.History;
import io.raftelection.report.Recording;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A stall explains the same changes for a follower as in the file, and no others if its lines are read late. */
@Timeout(120)
final class FollowedStallsTest {
    @TempDir
    private Path folder;

    private static List<String> causes(History history) {
        return history.causes().stream()
                .map(change -> change.event().server() + " "
                        + change.event().getClass().getSimpleName() + ", "
                        + change.cause().kind().words())
                .toList();
    }

    private static List<String> readLate(Path file, String lines) throws Exception {
        append(file, header());
        try (var followed = new Followed(file)) {
            append(file, lines + line("9000", "acquired", "last", 9_000));
            followed.expectLast("last acquired term 9000");
            return causes(followed.tracker().history());
        }
    }

    private static List<String> read(Path file) throws IOException {
        return causes(Recording.read(file));
    }

    @Test
    void stallExplainsWhatOverlapsItInTheFile() throws Exception {
        var file = folder.resolve("s1.jsonl");
        append(file, header());
        try (var followed = new Followed(file)) {
            append(file, line("1", "acquired", "s1", 1));
            followed.expectEvents("s1 acquired term 1");
            Thread.sleep(1_500); // the stall began later than that was reported
            append(
                    file,
                    line("2.5", "lost", "s1", 1) // the engine reports it before the stall is measured
                            + stall("2.6", "1")
                            + line("2.7", "acquired", "s1", 2)
                            + line("2.8", "lost", "s1", 2));
            followed.expectLast("s1 lost term 2 (stepped down)");

            assertThat(causes(followed.tracker().history()))
                    .isEqualTo(read(file))
                    .containsExactly("s1 Acquired, start", "s1 Lost, stall", "s1 Acquired, stall", "s1 Lost, stall");
        }
    }

    @Test
    void stallExplainsNothingElseIfItIsReadLate() throws Exception {
        var file = folder.resolve("s1.jsonl");
        var followed = readLate(
                file,
                line("1", "acquired", "s1", 1)
                        + line("2", "lost", "s1", 1) // long before the stall
                        + line("3", "acquired", "s1", 2)
                        + stall("9", "5")
                        + line("9.1", "lost", "s1", 2)
                        + line("11.2", "acquired", "s1", 3)
                        + line("11.3", "lost", "s1", 3) // long after the stall
                        + line("11.4", "acquired", "s1", 4)
                        + stall("20", "1")
                        + line("30", "lost", "s1", 4));

        assertThat(followed)
                .isEqualTo(read(file).subList(0, followed.size())) // the end of the file ends one more
                .containsExactly(
                        "s1 Acquired, start",
                        "s1 Lost, unknown",
                        "s1 Acquired, unknown",
                        "s1 Lost, stall",
                        "s1 Acquired, stall",
                        "s1 Lost, unknown",
                        "s1 Acquired, unknown",
                        "s1 Lost, unknown",
                        "last Acquired, unknown");
    }

    @Test
    void stallOfARunExplainsNothingOfTheNext() throws Exception {
        var lines = line("1", "acquired", "s1", 1) + stall("3", "1") + header() + line("1", "acquired", "s1", 2);

        assertThat(readLate(folder.resolve("s1.jsonl"), lines + line("2", "lost", "s1", 2)))
                .containsExactly(
                        "s1 Acquired, start",
                        "s1 Lost, tracker",
                        "s1 Acquired, unknown",
                        "s1 Lost, unknown",
                        "last Acquired, unknown");
    }

    @TestFactory
    @Execution(ExecutionMode.CONCURRENT) // each waits most of the time
    Stream<DynamicTest> noCauseOfRandomLinesIsAnotherThanInTheirFile() {
        return new Random()
                .longs(6)
                .mapToObj(seed -> DynamicTest.dynamicTest("seed " + seed, () -> {
                    var file = folder.resolve(seed + ".jsonl");
                    var followed = readLate(file, randomLines(new Random(seed)));
                    var read = read(file);
                    for (int i = 0; i < followed.size(); i++) {
                        if (!followed.get(i).endsWith("unknown")) {
                            assertThat(followed.get(i)).as("change " + i).isEqualTo(read.get(i));
                        }
                    }
                }));
    }

    /** Two stalls, and changes of two servers around them. */
    private static String randomLines(Random random) {
        var lines = new ArrayList<String>();
        var leader = "";
        int last = 0;
        double at = 1;
        for (int term = 1; term <= 12; term++) {
            at += random.nextInt(3) == 0 ? 1.3 + random.nextInt(5) : 0.07 + random.nextInt(6) / 10.0;
            var now = String.format(Locale.ROOT, "%.3f", at);
            if (term % 5 == 4) {
                lines.add(stall(now, "" + (1 + random.nextInt(3))));
            } else if (leader.isEmpty()) {
                leader = "s" + (1 + random.nextInt(2));
                last = term;
                lines.add(line(now, "acquired", leader, term));
            } else {
                lines.add(line(now, "lost", leader, last));
                leader = "";
            }
        }
        return String.join("", lines);
    }

    private static String stall(String at, String lasted) {
        return "{\"at\":" + at + ",\"event\":\"ends\",\"fact\":\"stall\",\"lasted\":" + lasted + "}\n";
    }
}
