package io.raftelection.junit;

import io.raftelection.testing.ElectionControl;
import io.raftelection.testing.TestEngine;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What one test was given. JUnit closes it in the end, in case nobody else does.
 *
 * @param engine how the cluster was made
 * @param control decides who leads it
 */
record Arrangement(TestEngine engine, ElectionControl control) implements AutoCloseable {

    /** What a parameter of that type gets; nothing, if more than one thing would fit. */
    Optional<Object> find(Class<?> type) {
        var fitting = Stream.<Object>of(control, control.client(), control.tracker(), control.cluster(), engine)
                .filter(type::isInstance)
                .toList();
        return fitting.size() == 1 ? Optional.of(fitting.get(0)) : Optional.empty();
    }

    @Override
    public void close() {
        control.close();
    }
}
