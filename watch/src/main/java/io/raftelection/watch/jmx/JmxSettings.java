package io.raftelection.watch.jmx;

import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** What connections to JVMs need. Immutable. */
public final class JmxSettings {
    private final SSLContext tls;
    private final Optional<Login> login;
    private final Duration timeout;

    /**
     * A user and the password.
     *
     * @param user the name of the user
     * @param password the password
     */
    public record Login(String user, String password) {
        /** {@return words without the password} */
        @Override
        public String toString() {
            return "user " + user;
        }
    }

    /**
     * Creates settings.
     *
     * @param tls whom to trust, for connections with TLS
     * @param login the user; empty if the JVMs ask for none
     * @param timeout the longest wait for an answer
     */
    public JmxSettings(SSLContext tls, Optional<Login> login, Duration timeout) {
        this.tls = tls;
        this.login = login;
        this.timeout = timeout;
    }

    SSLContext tls() {
        return tls;
    }

    Duration timeout() {
        return timeout;
    }

    /** {@return the user and the password, as agents want them; null without} */
    String @Nullable [] credentials() {
        return login.isEmpty()
                ? null
                : new String[] {login.get().user(), login.get().password()};
    }
}
