package io.raftelection.proofs.jcstress;

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
 * The results of jcstress, read from its file. Its exit code is always 0, and it silently skips tests that need more
 * CPUs.
 *
 * @param runs the result of each forked JVM
 */
record Results(List<TestResult> runs) {

    /**
     * Runs all tests. One of them has a planted bug, so failures are expected.
     *
     * @param options command-line options of jcstress
     */
    static Results ofRunning(String... options) throws Exception {
        var arguments = new ArrayList<>(List.of(options));
        arguments.addAll(List.of("-r", "target/jcstress", "-strideSize", "32", "-jvmArgs", "-Xmx256m"));
        var parsed = new Options(arguments.toArray(String[]::new));
        if (!parsed.parse()) {
            throw new IllegalArgumentException("jcstress: invalid arguments " + arguments);
        }
        try {
            new JCStress(parsed).run();
        } catch (AssertionError e) {
            System.out.println(e.getMessage());
        }
        var runs = new ArrayList<TestResult>();
        var reader = new DiskReadCollector(parsed.getResultFile(), runs::add);
        reader.dump();
        reader.close();
        Files.delete(Path.of(parsed.getResultFile()));
        return new Results(List.copyOf(runs));
    }

    /** {@return the results of one test} */
    Results of(Class<?> test) {
        return new Results(runs.stream()
                .filter(run -> run.getName().equals(test.getName()))
                .toList());
    }

    /** {@return the number of forks that completed} */
    long completed() {
        return runs.stream().filter(run -> run.status() == Status.NORMAL).count();
    }

    /** {@return the messages of the other forks} */
    List<String> errors() {
        return runs.stream()
                .filter(run -> run.status() != Status.NORMAL)
                .map(run -> run.status() + " " + run.getMessages() + run.getVmErr())
                .toList();
    }

    /** {@return the count of each outcome} */
    Map<String, Long> outcomes() {
        var counts = new TreeMap<String, Long>();
        for (var run : runs) {
            run.getStateKeys().forEach(key -> counts.merge(key, run.getCount(key), Long::sum));
        }
        return counts;
    }

    /** {@return the count of each forbidden outcome} */
    Map<String, Long> wrong() {
        var wrong = outcomes();
        wrong.keySet().removeIf(outcome -> !outcome.startsWith("WRONG"));
        return wrong;
    }
}
