package io.raftelection.cli;

import java.util.Optional;
import picocli.CommandLine.Option;

/** The options that only some systems need. */
final class SystemOptions {
    @Option(
            names = "--path",
            paramLabel = "PATH",
            description = "Where an election of applications is held: for etcd-election the prefix of its keys, for"
                    + " example app/orders/; for kubernetes-lease NAMESPACE/LEASE.")
    private Optional<String> path = Optional.empty();

    /**
     * {@return where an election is held}
     *
     * @throws IllegalArgumentException if the user did not say it
     */
    String path() {
        return path.orElseThrow(
                () -> new IllegalArgumentException("--path: is missing, expected for example app/orders/"));
    }
}
