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
 * The JMH results of a benchmark class.
 *
 * @param results one result per benchmark method and combination of parameters
 */
record Jmh(Collection<RunResult> results) {

    /**
     * {@return the results of some methods of a benchmark class}
     *
     * @param methods the names of the methods, separated by {@code |}
     * @param params values that replace the defaults of parameters
     * @throws RunnerException if a benchmark fails
     */
    static Jmh run(Class<?> benchmarks, String methods, Profile profile, Map<String, String[]> params)
            throws RunnerException {
        var options = new OptionsBuilder()
                .include("^" + benchmarks.getName() + "\\.(" + methods + ")$")
                .forks(profile.forks)
                .warmupIterations(profile.iterations)
                .warmupTime(TimeValue.milliseconds(profile.warmup.toMillis()))
                .measurementIterations(profile.iterations)
                .measurementTime(TimeValue.milliseconds(profile.time.toMillis()))
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true);
        params.forEach(options::param);
        var verbosity = profile == Profile.SMOKE ? VerboseMode.SILENT : VerboseMode.NORMAL;
        var progress = OutputFormatFactory.createFormatInstance(System.err, verbosity);
        return new Jmh(new Runner(options.build(), progress).run());
    }

    /** {@return the nanoseconds per operation} */
    double nanos(String benchmark, Map<String, String> params) {
        return result(benchmark, params).getPrimaryResult().getScore();
    }

    /** {@return the bytes allocated per operation} */
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
                .orElseThrow(() -> new IllegalStateException(benchmark + " " + params + ": has no result"));
    }
}
