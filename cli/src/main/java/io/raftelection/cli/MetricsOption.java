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
            arity = "0..1",
            paramLabel = "[HOST:]PORT",
            preprocessor = MetricsAddress.Optionally.class,
            converter = MetricsAddress.Converter.class,
            description = "Serve metrics for Prometheus at http://127.0.0.1:PORT/metrics, or on the address of HOST."
                    + " Default: no metrics; without PORT, a free port, which is printed.")
    private Optional<MetricsAddress> address = Optional.empty();

    boolean isGiven() {
        return address.isPresent();
    }

    /** {@return the meters of a command, which are served if the option is given} */
    ServedMetrics start(Screen screen) {
        try {
            return ServedMetrics.start(address, screen);
        } catch (IOException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }
}
