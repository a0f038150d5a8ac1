package io.raftelection.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Measures what the documentation claims, and prints a Markdown table: {@code evidence quick}, or {@code evidence full
 * a d}.
 *
 * <p>Ends with exit code 0 if all was measured, whatever the figures are; with 1 if a benchmark failed, with 2 if the
 * command was not understood. Progress goes to the standard error.
 */
public final class Evidence {
    private Evidence() {}

    /**
     * Runs the command.
     *
     * @param args the strength, and the letters of what to measure; all where there is none
     */
    public static void main(String[] args) {
        System.exit(run(args));
    }

    static int run(String... args) {
        Strength strength;
        List<Study> studies;
        try {
            strength = args.length == 0 ? Strength.QUICK : Strength.valueOf(args[0].toUpperCase(Locale.ROOT));
            studies = args.length < 2
                    ? List.of(Study.values())
                    : Arrays.stream(args, 1, args.length)
                            .map(letter -> Study.valueOf(letter.toUpperCase(Locale.ROOT)))
                            .toList();
        } catch (IllegalArgumentException e) {
            System.err.println("usage: evidence [quick|full] [" + letters() + "]...");
            return 2;
        }
        try {
            System.out.println(table(strength, studies));
            return 0;
        } catch (Exception e) {
            e.printStackTrace();
            return 1;
        }
    }

    /** Measures in order. */
    static String table(Strength strength, List<Study> studies) throws Exception {
        var rows = new ArrayList<Row>();
        for (var study : studies) {
            System.err.println("evidence: (" + study.letter() + ") " + study.subject());
            for (var finding : study.measure(strength)) {
                rows.add(new Row(study, finding));
            }
        }
        return "Measured in one run, " + strength.name().toLowerCase(Locale.ROOT) + ", by "
                + System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version") + ", "
                + Runtime.getRuntime().availableProcessors() + " processors, " + System.getProperty("os.name") + " "
                + System.getProperty("os.arch") + ".\n\n"
                + "| | what | figure | goal | |\n|---|---|---|---|---|\n"
                + rows.stream().map(Row::toString).collect(Collectors.joining("\n"));
    }

    private static String letters() {
        return Arrays.stream(Study.values()).map(Study::letter).collect(Collectors.joining("|"));
    }

    private record Row(Study study, Finding finding) {
        @Override
        public String toString() {
            return "| " + study.letter() + " | " + finding.what() + " | " + finding.figure() + " | " + finding.goal()
                    + " | " + finding.verdict() + " |";
        }
    }
}
