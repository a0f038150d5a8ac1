package io.raftelection.fuzzing;

import java.util.OptionalInt;

/**
 * A parser that is fuzzed.
 *
 * @param <T> what it reads
 */
public interface Subject<T> {

    /**
     * {@return what a text says}
     *
     * @param text any text
     * @throws Exception a refusal, or a crash
     */
    T read(String text) throws Exception;

    /**
     * {@return a text that says it}
     *
     * @param value what was read
     */
    String print(T value);

    /**
     * {@return what reading the printed text gives, where printing rounds}
     *
     * @param value what was read
     */
    default T printed(T value) {
        return value;
    }

    /**
     * {@return where the text is wrong, counted from 1, if this is an exception that the parser's documentation names}
     *
     * @param text what was read
     * @param refusal what reading it threw
     */
    OptionalInt place(String text, Exception refusal);

    /**
     * Checks that the text is wrong just there.
     *
     * @param text what was refused
     * @param place where
     * @throws Exception if reading crashed
     */
    void checkPlace(String text, int place) throws Exception;
}
