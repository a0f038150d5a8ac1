package io.raftelection.proofs.jcstress;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jcstress.JCStress;
import org.openjdk.jcstress.Options;
import org.openjdk.jcstress.infra.Status;
import org.openjdk.jcstress.infra.collectors.DiskReadCollector;
import org.openjdk.jcstress.infra.collectors.TestResult;

/**
 * One run of one jcstress test, read from its results. Jcstress itself exits with 0 whatever was found, and leaves
 * tests out for which it finds too few CPUs: only the results tell what ran.
 *
 * @param runs a result of each forked JVM
 */
record Stress(List<TestResult> runs) {

    /**
     * Runs a test.
     *
     * @param test a class with {@code @JCStressTest}
     * @param options of jcstress's command line
     */
    static Stress run(Class<?> test, String... options) throws Exception {
        var target = Files.createDirectories(Path.of("target", "jcstress", test.getSimpleName()));
        try (var old = Files.list(target)) {
            for (var file : old.toList()) {
                Files.deleteIfExists(file);
            }
        }
        var arguments = new ArrayList<>(List.of("-t", "^" + test.getName() + "$", "-r", target.toString()));
        arguments.addAll(List.of(options));
        var parsed = new Options(arguments.toArray(String[]::new));
        if (!parsed.parse()) {
            throw new IllegalArgumentException("jcstress: does not understand " + arguments);
        }
        new JCStress(parsed).run();
        return read(target);
    }

    private static Stress read(Path target) throws IOException, ClassNotFoundException {
        var runs = new ArrayList<TestResult>();
        try (var files = Files.list(target)) {
            for (var file :
                    files.filter(path -> path.toString().endsWith(".bin.gz")).toList()) {
                var reader = new DiskReadCollector(file.toString(), runs::add);
                reader.dump();
                reader.close();
            }
        }
        return new Stress(List.copyOf(runs));
    }

    /** {@return how many forks ran to their end} */
    long completed() {
        return runs.stream().filter(run -> run.status() == Status.NORMAL).count();
    }

    /** {@return what the forks that failed said} */
    List<String> errors() {
        return runs.stream()
                .filter(run -> run.status() != Status.NORMAL)
                .map(run -> run.status() + " " + run.getMessages() + run.getVmErr())
                .toList();
    }

    /** {@return how often each outcome was seen} */
    Map<String, Long> outcomes() {
        var counts = new TreeMap<String, Long>();
        for (var run : runs) {
            run.getStateKeys().forEach(key -> counts.merge(key, run.getCount(key), Long::sum));
        }
        return counts;
    }
}
