package io.raftelection.benchmarks;

import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * What JMH measured of a class of benchmarks.
 *
 * @param results one for every benchmark with every combination of its parameters
 */
record Jmh(Collection<RunResult> results) {

    /**
     * {@return the results of some benchmarks of a class}
     *
     * @param methods their names, with a bar between them
     * @param params the values of some parameters, in place of their defaults
     * @throws RunnerException if one failed
     */
    static Jmh run(Class<?> benchmarks, String methods, Strength strength, Map<String, String[]> params)
            throws RunnerException {
        var options = new OptionsBuilder()
                .include("^" + benchmarks.getName() + "\\.(" + methods + ")$")
                .forks(strength.forks)
                .warmupIterations(strength.iterations)
                .warmupTime(TimeValue.milliseconds(strength.warmup.toMillis()))
                .measurementIterations(strength.iterations)
                .measurementTime(TimeValue.milliseconds(strength.time.toMillis()))
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true);
        params.forEach(options::param);
        var talk = strength == Strength.SMOKE ? VerboseMode.SILENT : VerboseMode.NORMAL;
        var progress = OutputFormatFactory.createFormatInstance(System.err, talk);
        return new Jmh(new Runner(options.build(), progress).run());
    }

    /** {@return the nanoseconds an operation of a benchmark takes} */
    double nanos(String benchmark, Map<String, String> params) {
        return result(benchmark, params).getPrimaryResult().getScore();
    }

    /** {@return the bytes an operation of a benchmark allocates} */
    double bytes(String benchmark, Map<String, String> params) {
        var allocated = result(benchmark, params).getSecondaryResults().get("gc.alloc.rate.norm");
        return Objects.requireNonNull(allocated, "gc.alloc.rate.norm").getScore();
    }

    private RunResult result(String benchmark, Map<String, String> params) {
        return results.stream()
                .filter(result -> result.getPrimaryResult().getLabel().equals(benchmark))
                .filter(result -> params.entrySet().stream()
                        .allMatch(param ->
                                result.getParams().getParam(param.getKey()).equals(param.getValue())))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(benchmark + " " + params + ": not measured"));
    }
}
