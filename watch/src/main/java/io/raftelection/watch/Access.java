package io.raftelection.watch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/** How a system may be accessed: whom to trust, and who asks. Immutable. */
public final class Access {
    private static final Access OPEN =
            new Access(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    private final Optional<Path> authority;
    private final Optional<Identity> identity;
    private final Optional<User> user;
    private final Optional<Secret> token;

    private Access(Optional<Path> authority, Optional<Identity> identity, Optional<User> user, Optional<Secret> token) {
        this.authority = authority;
        this.identity = identity;
        this.user = user;
        this.token = token;
    }

    /**
     * A user.
     *
     * @param name the name
     * @param password the password
     */
    public record User(String name, Secret password) {
        /**
         * Checks that nothing is null.
         *
         * @param name the name
         * @param password the password
         */
        public User {
            Objects.requireNonNull(name, "name: is null");
            Objects.requireNonNull(password, "password: is null");
        }
    }

    /** The client's own certificate and its key, in PEM. */
    private record Identity(Path certificate, Path key) {}

    /** {@return access without credentials, which trusts the authorities that the JVM trusts} */
    public static Access open() {
        return OPEN;
    }

    /**
     * {@return a copy that trusts only the authorities in a file}
     *
     * @param file certificates in PEM
     */
    public Access withAuthority(Path file) {
        return new Access(Optional.of(file), identity, user, token);
    }

    /**
     * {@return a copy that shows a client certificate}
     *
     * @param certificate the certificate in PEM, followed by those that it needs
     * @param key its key in PEM, which is not encrypted
     */
    public Access withCertificate(Path certificate, Path key) {
        return new Access(authority, Optional.of(new Identity(certificate, key)), user, token);
    }

    /**
     * {@return a copy with a user}
     *
     * @param name the name of the user
     * @param password the password
     */
    public Access withUser(String name, Secret password) {
        return new Access(authority, identity, Optional.of(new User(name, password)), token);
    }

    /**
     * {@return a copy with a token}
     *
     * @param secret the token
     */
    public Access withToken(Secret secret) {
        return new Access(authority, identity, user, Optional.of(secret));
    }

    /** {@return the user} */
    public Optional<User> user() {
        return user;
    }

    /** {@return the token} */
    public Optional<Secret> token() {
        return token;
    }

    /** {@return whether there is a certificate to trust or to show, which only TLS uses} */
    public boolean hasCertificates() {
        return authority.isPresent() || identity.isPresent();
    }

    /** {@return whether there is anything that must not be sent over a connection that is not encrypted} */
    public boolean hasSecrets() {
        return user.isPresent() || token.isPresent();
    }

    /** {@return the header of HTTP that shows the token, or else the user; none without both} */
    public Map<String, String> authorization() {
        if (token.isPresent()) {
            return Map.of("Authorization", "Bearer " + token.get().reveal());
        }
        return user.map(someone -> Map.of("Authorization", "Basic " + basic(someone)))
                .orElse(Map.of());
    }

    private static String basic(User user) {
        var text = user.name() + ":" + user.password().reveal();
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * {@return what TLS connections use}
     *
     * @throws IOException if a file cannot be read or is not valid; the message names it
     */
    public SSLContext tls() throws IOException {
        var pem = new Tls();
        if (authority.isPresent()) {
            pem.trust(authority.get());
        }
        if (identity.isPresent()) {
            pem.show(identity.get().certificate(), identity.get().key());
        }
        return pem.context();
    }
}
