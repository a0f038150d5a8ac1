package io.raftelection.cli;

import io.raftelection.watch.Access;
import io.raftelection.watch.Secret;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options for access. Secrets come from files or the environment, since others can read a command line. */
final class AccessOptions {
    private static final String PASSWORD = "RAFT_ELECTION_PASSWORD";
    private static final String TOKEN = "RAFT_ELECTION_TOKEN";

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description = "Trust only the certificate authorities in this file (PEM).")
    private Optional<Path> authority = Optional.empty();

    @Option(names = "--cert", paramLabel = "FILE", description = "The client certificate (PEM); it needs --key.")
    private Optional<Path> certificate = Optional.empty();

    @Option(names = "--key", paramLabel = "FILE", description = "The key of the client certificate (PEM).")
    private Optional<Path> key = Optional.empty();

    @Option(
            names = "--user",
            paramLabel = "NAME",
            description = "The user. The password is in " + PASSWORD + " or --password-file.")
    private Optional<String> user = Optional.empty();

    @Option(names = "--password-file", paramLabel = "FILE", description = "A file whose only line is the password.")
    private Optional<Path> passwordFile = Optional.empty();

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "A file whose only line is a token; otherwise " + TOKEN + " is used if it is set.")
    private Optional<Path> tokenFile = Optional.empty();

    /**
     * {@return the access}
     *
     * @throws IllegalArgumentException if an option lacks another one
     */
    Access access() {
        if (certificate.isPresent() != key.isPresent()) {
            throw new IllegalArgumentException("--cert and --key: one of them is missing, expected both or none");
        }
        if (user.isEmpty() && passwordFile.isPresent()) {
            throw new IllegalArgumentException("--password-file: has no --user");
        }
        var access = Access.open();
        if (authority.isPresent()) {
            access = access.withAuthority(authority.get());
        }
        if (certificate.isPresent() && key.isPresent()) {
            access = access.withCertificate(certificate.get(), key.get());
        }
        if (user.isPresent()) {
            var password = secret(passwordFile, PASSWORD)
                    .orElseThrow(() -> new IllegalArgumentException(
                            "--user: has no password, expected it in " + PASSWORD + " or --password-file"));
            access = access.withUser(user.get(), password);
        }
        var token = secret(tokenFile, TOKEN);
        return token.isPresent() ? access.withToken(token.get()) : access;
    }

    private static Optional<Secret> secret(Optional<Path> file, String variable) {
        if (file.isEmpty()) {
            return Secret.ofEnvironment(variable);
        }
        try {
            return Optional.of(Secret.ofFile(file.get()));
        } catch (IOException e) {
            throw new FileException(file.get(), e);
        }
    }
}
