package io.raftelection.cli;

import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The option for metrics. */
final class MetricsOption {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--metrics",
            paramLabel = "[HOST:]PORT",
            converter = MetricsAddress.Converter.class,
            description = "Serve metrics for Prometheus at http://127.0.0.1:PORT/metrics, or on the address of HOST;"
                    + " port 0 stands for any free port. Default: no metrics.")
    private Optional<MetricsAddress> address = Optional.empty();

    /** {@return the meters of a watch, which are served if the option is given} */
    WatchedMetrics start(Screen screen) {
        try {
            return WatchedMetrics.start(address, screen);
        } catch (IOException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }
}
