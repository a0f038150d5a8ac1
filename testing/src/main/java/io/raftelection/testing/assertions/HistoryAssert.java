package io.raftelection.testing.assertions;

import io.raftelection.History;
import io.raftelection.LeadershipEvent.Acquired;
import io.raftelection.ServerId;
import java.util.List;
import java.util.Objects;
import org.assertj.core.api.AbstractAssert;

/** Assertions on a history. */
public final class HistoryAssert extends AbstractAssert<HistoryAssert, History> {

    HistoryAssert(History actual) {
        super(actual, HistoryAssert.class);
    }

    /** {@return this} Fails if a term had two leaders, see {@link History#isSafe}. */
    public HistoryAssert isSafe() {
        isNotNull();
        var safety = actual.safety();
        if (!safety.isSafe()) {
            failWithMessage("Expected Election Safety to hold, but %s%n%s", safety, Excerpt.of(actual));
        }
        return this;
    }

    /**
     * {@return this} Fails if other servers were elected, or in another order.
     *
     * @param servers the servers that acquired leadership, in the order of the reports
     */
    public HistoryAssert hasElected(ServerId... servers) {
        for (var server : Objects.requireNonNull(servers, "servers: is null")) {
            Objects.requireNonNull(server, "server: is null");
        }
        isNotNull();
        var elected = actual.events().stream()
                .filter(Acquired.class::isInstance)
                .map(event -> event.server())
                .toList();
        if (!elected.equals(List.of(servers))) {
            failWithActualExpectedAndMessage(
                    elected,
                    List.of(servers),
                    "Expected %s to be elected, but were %s%n%s",
                    Excerpt.of(List.of(servers)),
                    Excerpt.of(elected),
                    Excerpt.of(actual));
        }
        return this;
    }
}
