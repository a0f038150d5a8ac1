package io.raftelection.benchmarks;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.util.Statistics;

/** The result of one method of a JMH benchmark. */
record Jmh(RunResult result) {

    /** Measures a method, called again and again. */
    static Jmh run(Profile profile, Class<?> benchmarks, String method, Map<String, ?> params) throws RunnerException {
        var options = new OptionsBuilder()
                .forks(profile.forks())
                .warmupIterations(profile.iterations())
                .warmupTime(TimeValue.milliseconds(profile.warmupMillis()))
                .measurementIterations(profile.iterations())
                .measurementTime(TimeValue.milliseconds(profile.millis()));
        return run(profile, options, benchmarks, method, params);
    }

    /** Measures single calls of a method that takes long, each as one iteration, after one more call. */
    static Jmh calls(Profile profile, int calls, Class<?> benchmarks, String method, Map<String, ?> params)
            throws RunnerException {
        var shortest = TimeValue.nanoseconds(1); // an iteration calls the method at least once
        var options = new OptionsBuilder()
                .forks(Math.min(1, profile.forks()))
                .warmupIterations(1)
                .warmupTime(shortest)
                .measurementIterations(calls)
                .measurementTime(shortest);
        return run(profile, options, benchmarks, method, params);
    }

    private static Jmh run(
            Profile profile, ChainedOptionsBuilder options, Class<?> benchmarks, String method, Map<String, ?> params)
            throws RunnerException {
        options.include("^" + benchmarks.getName() + "\\." + method + "$")
                .timeUnit(TimeUnit.NANOSECONDS)
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true);
        params.forEach((name, value) -> options.param(name, value.toString()));
        var verbosity = profile.forks() == 0 ? VerboseMode.SILENT : VerboseMode.NORMAL;
        var progress = OutputFormatFactory.createFormatInstance(System.err, verbosity);
        return new Jmh(new Runner(options.build(), progress).runSingle());
    }

    /** {@return the nanoseconds per call} */
    Statistics times() {
        return result.getPrimaryResult().getStatistics();
    }

    /** {@return the mean nanoseconds per call} */
    double nanos() {
        return times().getMean();
    }

    /** {@return the median nanoseconds per call} */
    double median() {
        return times().getPercentile(50);
    }

    /** {@return the bytes allocated per call} */
    double bytes() {
        return counter("gc.alloc.rate.norm");
    }

    /** {@return the median of what the benchmark counted itself} */
    double counter(String name) {
        return Objects.requireNonNull(result.getSecondaryResults().get(name), name)
                .getStatistics()
                .getPercentile(50);
    }
}
