package io.raftelection.benchmarks;

import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** The result of one method of a JMH benchmark. */
record Jmh(RunResult result) {

    /** Measures a method of a benchmark class. */
    static Jmh run(Profile profile, Class<?> benchmarks, String method, UnaryOperator<ChainedOptionsBuilder> options)
            throws RunnerException {
        var builder = new OptionsBuilder()
                .include("^" + benchmarks.getName() + "\\." + method + "$")
                .mode(Mode.AverageTime)
                .timeUnit(TimeUnit.NANOSECONDS)
                .forks(profile.forks)
                .warmupIterations(profile.iterations)
                .warmupTime(TimeValue.milliseconds(profile.warmupMillis))
                .measurementIterations(profile.iterations)
                .measurementTime(TimeValue.milliseconds(profile.millis))
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true);
        var verbosity = profile == Profile.SMOKE ? VerboseMode.SILENT : VerboseMode.NORMAL;
        var progress = OutputFormatFactory.createFormatInstance(System.err, verbosity);
        return new Jmh(new Runner(options.apply(builder).build(), progress).runSingle());
    }

    /** {@return the nanoseconds per operation} */
    double nanos() {
        return result.getPrimaryResult().getScore();
    }

    /** {@return the bytes allocated per operation} */
    double bytes() {
        return counter("gc.alloc.rate.norm");
    }

    /** {@return the mean of a secondary result over all iterations} */
    double counter(String name) {
        return Objects.requireNonNull(result.getSecondaryResults().get(name), name)
                .getStatistics()
                .getMean();
    }
}
