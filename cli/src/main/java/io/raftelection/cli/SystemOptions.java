package io.raftelection.cli;

import io.raftelection.watch.http.HttpQuestion;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that only some systems need. */
final class SystemOptions {
    @Option(
            names = "--path",
            paramLabel = "PATH",
            description = "Where an election of applications is held: for etcd-election the prefix of its keys, for"
                    + " example app/orders/; for zookeeper-election its node, for example /app/orders; for"
                    + " kubernetes-lease NAMESPACE/LEASE.")
    private Optional<String> path = Optional.empty();

    @Mixin
    private HttpOptions http;

    /**
     * {@return where an election is held}
     *
     * @throws IllegalArgumentException if the user did not say it
     */
    String path() {
        return path.orElseThrow(
                () -> new IllegalArgumentException("--path: is missing, expected for example app/orders/"));
    }

    /**
     * {@return where the answers of servers say that they lead}
     *
     * @throws IllegalArgumentException if an option is missing or not valid
     */
    HttpQuestion question() {
        return http.question();
    }
}
