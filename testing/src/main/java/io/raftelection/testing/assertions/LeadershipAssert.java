package io.raftelection.testing.assertions;

import io.raftelection.Leadership;
import io.raftelection.Loss;
import io.raftelection.Loss.Cause;
import io.raftelection.ServerId;
import java.util.Objects;
import java.util.OptionalLong;
import org.assertj.core.api.AbstractAssert;

/** Assertions on one leadership. */
public final class LeadershipAssert extends AbstractAssert<LeadershipAssert, Leadership> {

    LeadershipAssert(Leadership actual) {
        super(actual, LeadershipAssert.class);
    }

    /** {@return this} Fails if it is lost. */
    public LeadershipAssert isHeld() {
        isNotNull();
        if (!actual.isHeld()) {
            failWithMessage(
                    "Expected %s to be held, but it was lost: %s",
                    words(), loss().cause().words());
        }
        return this;
    }

    /** {@return this} Fails if it is held. */
    public LeadershipAssert wasLost() {
        isNotNull();
        if (actual.isHeld()) {
            failWithMessage("Expected %s to be lost, but it is held", words());
        }
        return this;
    }

    /**
     * {@return this} Fails if it is held, or was lost for another cause.
     *
     * @param cause the expected cause
     */
    public LeadershipAssert wasLost(Cause cause) {
        Objects.requireNonNull(cause, "cause: is null");
        wasLost();
        if (loss().cause() != cause) {
            failWithActualExpectedAndMessage(
                    loss().cause(),
                    cause,
                    "Expected %s to be lost: %s, but: %s",
                    words(),
                    cause.words(),
                    loss().cause().words());
        }
        return this;
    }

    private Loss loss() {
        return actual.lost().toCompletableFuture().join();
    }

    /**
     * {@return this} Fails if another server has it.
     *
     * @param server the expected server
     */
    public LeadershipAssert isOf(ServerId server) {
        Objects.requireNonNull(server, "server: is null");
        isNotNull();
        if (!actual.server().equals(server)) {
            failWithActualExpectedAndMessage(actual.server(), server, "Expected %s to be of %s", words(), server);
        }
        return this;
    }

    /**
     * {@return this} Fails if it has another term, or no term.
     *
     * @param term the expected term
     */
    public LeadershipAssert inTerm(long term) {
        isNotNull();
        if (!actual.term().equals(OptionalLong.of(term))) {
            failWithActualExpectedAndMessage(actual.term(), term, "Expected %s to be in term %s", words(), term);
        }
        return this;
    }

    private String words() {
        var term = actual.term();
        return "the leadership of " + actual.server() + (term.isPresent() ? " in term " + term.getAsLong() : "");
    }
}
