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
 * What jcstress found, read from its file. It exits with 0 whatever ran: tests for which it sees too few CPUs are left
 * out without a word.
 *
 * @param runs a result of each forked JVM
 */
record Results(List<TestResult> runs) {

    /**
     * Runs every test there is. One of them has a planted bug, so failures are no surprise.
     *
     * @param options of jcstress's command line
     */
    static Results ofRunning(String... options) throws Exception {
        var arguments = new ArrayList<>(List.of(options));
        arguments.addAll(List.of("-r", "target/jcstress", "-strideSize", "32", "-jvmArgs", "-Xmx256m"));
        var parsed = new Options(arguments.toArray(String[]::new));
        if (!parsed.parse()) {
            throw new IllegalArgumentException("jcstress: does not understand " + arguments);
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

    /** {@return those of one test} */
    Results of(Class<?> test) {
        return new Results(runs.stream()
                .filter(run -> run.getName().equals(test.getName()))
                .toList());
    }

    /** {@return how many forks ran to their end} */
    long completed() {
        return runs.stream().filter(run -> run.status() == Status.NORMAL).count();
    }

    /** {@return what the others said} */
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

    /** {@return how often each outcome was seen that must not be} */
    Map<String, Long> wrong() {
        var wrong = outcomes();
        wrong.keySet().removeIf(outcome -> !outcome.startsWith("WRONG"));
        return wrong;
    }
}
