package io.raftelection.watch.jmx;

import io.raftelection.watch.Access;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * What connections to JVMs need.
 *
 * @param tls whom to trust, for connections with TLS: see {@link Access#tls}
 * @param user the user; empty if the JVMs ask for none
 * @param timeout the longest wait for an answer
 */
public record JmxSettings(SSLContext tls, Optional<Access.User> user, Duration timeout) {

    /** {@return the user and the password, as agents want them; null without} */
    String @Nullable [] credentials() {
        return user.isEmpty()
                ? null
                : new String[] {user.get().name(), user.get().password().reveal()};
    }
}
