package io.raftelection.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Measures the performance that the documentation claims and prints a Markdown table. Examples: {@code evidence quick},
 * {@code evidence full a d}.
 *
 * <p>The exit code is 0 if all benchmarks ran, whether or not they met their goals; 1 if a benchmark failed; 2 if the
 * arguments are invalid. JMH's progress goes to standard error.
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
        var profile = args.length == 0 ? "quick" : args[0];
        var letters = Arrays.stream(args).skip(1).toList();
        var known = Arrays.stream(Benchmark.values()).map(Evidence::letter).toList();
        if (!List.of("quick", "full").contains(profile) || !known.containsAll(letters)) {
            System.err.println("usage: evidence [quick|full] [" + String.join("|", known) + "]...");
            return 2;
        }
        System.out.printf(
                "Measured in one run with profile %s, by %s %s, %d processors, %s %s.%n%n%s%n",
                profile,
                System.getProperty("java.vm.name"),
                System.getProperty("java.vm.version"),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                "| | what | figure | goal | |\n|---|---|---|---|---|");
        try {
            for (var benchmark : Benchmark.values()) {
                var letter = letter(benchmark);
                if (letters.isEmpty() || letters.contains(letter)) {
                    benchmark
                            .measure(profile.equals("full") ? Profile.FULL : Profile.QUICK)
                            .forEach(row -> System.out.println("| " + letter + " | " + row));
                }
            }
            return 0;
        } catch (Exception e) {
            e.printStackTrace();
            return 1;
        }
    }

    private static String letter(Benchmark benchmark) {
        return benchmark.name().toLowerCase(Locale.ROOT);
    }
}
