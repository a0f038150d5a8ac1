package io.raftelection.watch.zookeeper;

import io.raftelection.watch.AnswerException;
import io.raftelection.watch.JsonAnswer;
import java.util.Optional;

/** Reads an answer of the AdminServer, whose errors have the status 200 and a member {@code error}. */
final class AdminAnswer {
    private static final String NOT_SERVING = "not currently serving requests";

    private AdminAnswer() {}

    /**
     * {@return the answer; empty if the server does not serve, since it knows of no leader}
     *
     * @throws AnswerException if the answer is another error
     */
    static Optional<JsonAnswer> of(JsonAnswer answer) throws AnswerException {
        var error = answer.find("error");
        if (error.isEmpty()) {
            return Optional.of(answer);
        }
        var words = error.get().text();
        if (words.contains(NOT_SERVING)) {
            return Optional.empty();
        }
        throw new AnswerException(answer + ": " + words);
    }
}
