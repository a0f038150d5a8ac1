package io.raftelection.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Measures the performance that the documentation claims and prints a Markdown table. Examples: {@code evidence quick},
 * {@code evidence full a d}.
 *
 * <p>The exit code is 0 if all benchmarks ran, whether or not they met their goals; 1 if a benchmark failed; 2 if the
 * arguments are invalid. Progress goes to standard error.
 */
public final class Evidence {
    private Evidence() {}

    /**
     * Runs the command.
     *
     * @param args the profile, then the letters of the benchmarks; without letters, all benchmarks run
     */
    public static void main(String[] args) {
        System.exit(run(args));
    }

    static int run(String... args) {
        Profile profile;
        List<Benchmark> benchmarks;
        try {
            profile = args.length == 0 ? Profile.QUICK : Profile.valueOf(args[0].toUpperCase(Locale.ROOT));
            benchmarks = args.length < 2
                    ? List.of(Benchmark.values())
                    : Arrays.stream(args, 1, args.length)
                            .map(letter -> Benchmark.valueOf(letter.toUpperCase(Locale.ROOT)))
                            .toList();
        } catch (IllegalArgumentException e) {
            var letters = Arrays.stream(Benchmark.values())
                    .map(benchmark -> benchmark.letter)
                    .collect(Collectors.joining("|"));
            System.err.println("usage: evidence [quick|full] [" + letters + "]...");
            return 2;
        }
        try {
            System.out.println(table(profile, benchmarks));
            return 0;
        } catch (Exception e) {
            e.printStackTrace();
            return 1;
        }
    }

    /** Runs benchmarks in order. {@return their table} */
    static String table(Profile profile, List<Benchmark> benchmarks) throws Exception {
        var table = new StringBuilder("Measured in one run with profile ")
                .append(profile.name().toLowerCase(Locale.ROOT))
                .append(", by " + System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"))
                .append(", " + Runtime.getRuntime().availableProcessors() + " processors, ")
                .append(System.getProperty("os.name") + " " + System.getProperty("os.arch") + ".\n\n")
                .append("| | what | figure | goal | |\n|---|---|---|---|---|");
        for (var benchmark : benchmarks) {
            System.err.println("evidence: (" + benchmark.letter + ") " + benchmark.subject);
            for (var row : benchmark.measure(profile)) {
                table.append("\n| ").append(String.join(" | ", benchmark.letter, row.what(), row.figure(), row.goal()));
                table.append(" | ").append(row.verdict()).append(" |");
            }
        }
        return table.toString();
    }
}
