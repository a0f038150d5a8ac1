package io.raftelection.watch.http;

import io.raftelection.watch.AnswerException;
import io.raftelection.watch.JsonAnswer;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A JSON pointer, see RFC 6901: for example {@code /raft/state}, or {@code /members/0}. Immutable.
 *
 * @param names the names of members and the numbers of items
 */
record Pointer(List<String> names) {

    /**
     * {@return the pointer of a text}
     *
     * @throws IllegalArgumentException if the text is no pointer
     */
    static Pointer of(String text) {
        if (!text.isEmpty() && !text.startsWith("/")) {
            throw new IllegalArgumentException(
                    "\"" + text + "\": is no JSON pointer, expected for example /raft/state");
        }
        return new Pointer(Stream.of(text.split("/", -1))
                .skip(1)
                .map(name -> name.replace("~1", "/").replace("~0", "~"))
                .toList());
    }

    /** {@return the value; empty if there is none} */
    Optional<JsonAnswer> find(JsonAnswer answer) throws AnswerException {
        var value = Optional.of(answer);
        for (var name : names) {
            if (value.isEmpty()) {
                return value;
            }
            value = name.matches("\\d{1,6}")
                    ? item(value.get(), name)
                    : value.get().find(name);
        }
        return value;
    }

    /** A number is the name of a member if the value is an object. */
    private static Optional<JsonAnswer> item(JsonAnswer answer, String name) throws AnswerException {
        List<JsonAnswer> items;
        try {
            items = answer.items();
        } catch (AnswerException e) {
            return answer.find(name);
        }
        int number = Integer.parseInt(name);
        return number < items.size() ? Optional.of(items.get(number)) : Optional.empty();
    }

    /** {@return the value} */
    JsonAnswer get(JsonAnswer answer) throws AnswerException {
        var value = find(answer);
        if (value.isEmpty()) {
            throw new AnswerException(answer + ": " + this + ": is missing");
        }
        return value.get();
    }

    @Override
    public String toString() {
        return "/" + String.join("/", names);
    }
}
