package io.raftelection.watch.beside;

import io.raftelection.ServerId;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A period in which an application believed that it led, and the store or another application contradicted it. Its text
 * is a sentence. Immutable.
 *
 * @param kind what contradicted it
 * @param application the application
 * @param token its term or token, if it recorded one
 * @param other the server that the store named, or the other application; empty if the store named nobody
 * @param otherToken the term or token of the other one, if it is known
 * @param from when the period began, counted from the start of the store's history
 * @param length its length; of a period that lasts, the length so far
 * @param uncertainty by how much the period may have begun earlier, because the store was polled
 * @param begunByStore whether a change in the store began the period; otherwise the application did
 * @param lasts whether the period has not ended yet
 */
public record Disagreement(
        Kind kind,
        ServerId application,
        OptionalLong token,
        Optional<ServerId> other,
        OptionalLong otherToken,
        Duration from,
        Duration length,
        Duration uncertainty,
        boolean begunByStore,
        boolean lasts) {

    /** What contradicted the belief of an application. */
    public enum Kind {
        /** The store named another leader. */
        STORE_NAMED_ANOTHER,
        /** The store named no leader. */
        STORE_NAMED_NOBODY,
        /** Another application believed that it led too. */
        TWO_APPLICATIONS
    }

    /**
     * Checks that nothing is null.
     *
     * @param kind what contradicted it
     * @param application the application
     * @param token its term or token
     * @param other the other one
     * @param otherToken the term or token of the other one
     * @param from when the period began
     * @param length its length
     * @param uncertainty by how much it may have begun earlier
     * @param begunByStore whether a change in the store began it
     * @param lasts whether it has not ended yet
     * @throws IllegalArgumentException if the length is negative
     */
    public Disagreement {
        Objects.requireNonNull(kind, "kind: is null");
        Objects.requireNonNull(application, "application: is null");
        Objects.requireNonNull(token, "token: is null");
        Objects.requireNonNull(other, "other: is null");
        Objects.requireNonNull(otherToken, "otherToken: is null");
        Objects.requireNonNull(from, "from: is null");
        Objects.requireNonNull(uncertainty, "uncertainty: is null");
        if (Objects.requireNonNull(length, "length: is null").isNegative()) {
            throw new IllegalArgumentException("length: " + length + ", expected zero or more");
        }
    }

    /** {@return a sentence, for example {@code a1 (7) believed that it led for 1.204 s after the store gave ...}} */
    @Override
    public String toString() {
        var time = " for " + seconds(length) + (lasts ? " so far" : "")
                + (uncertainty.isZero() ? "" : ", or up to " + seconds(uncertainty) + " longer,");
        var second = named(other.map(ServerId::toString).orElse(""), otherToken);
        return named(application.toString(), token)
                + switch (kind) {
                    case STORE_NAMED_ANOTHER ->
                        " believed that it led" + time
                                + (begunByStore
                                        ? " after the store gave the leadership to " + second
                                        : " while the store named " + second);
                    case STORE_NAMED_NOBODY ->
                        " believed that it led" + time
                                + (begunByStore
                                        ? " after the store had ended its leadership and named nobody"
                                        : " while the store named nobody");
                    case TWO_APPLICATIONS -> " and " + second + " both believed that they led" + time;
                };
    }

    private static String named(String name, OptionalLong token) {
        return token.isPresent() ? name + " (" + token.getAsLong() + ")" : name;
    }

    static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%d.%03d s", time.toSeconds(), time.toMillisPart());
    }
}
