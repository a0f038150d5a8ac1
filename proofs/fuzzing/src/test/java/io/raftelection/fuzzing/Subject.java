package io.raftelection.fuzzing;

import java.util.OptionalInt;

/**
 * A parser to fuzz.
 *
 * @param <T> the type of its results
 */
public interface Subject<T> {

    /**
     * {@return the value of a text}
     *
     * @param text any text
     * @throws Exception if the parser rejects the text or crashes
     */
    T read(String text) throws Exception;

    /**
     * {@return the printed form of a value}
     *
     * @param value a parsed value
     */
    String print(T value);

    /**
     * {@return the value that parsing the printed form returns, which differs if printing rounds}
     *
     * @param value a parsed value
     */
    default T printed(T value) {
        return value;
    }

    /**
     * {@return the reported position of the error, from 1, if the parser documents this exception}
     *
     * @param text the rejected text
     * @param refusal the exception of the parser
     */
    OptionalInt place(String text, Exception refusal);

    /**
     * Checks that the reported position is correct.
     *
     * @param text the rejected text
     * @param place the reported position
     * @throws Exception if the parser crashes
     */
    void checkPlace(String text, int place) throws Exception;
}
