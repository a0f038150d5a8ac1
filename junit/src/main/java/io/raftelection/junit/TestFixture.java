package io.raftelection.junit;

import io.raftelection.testing.ElectionControl;
import io.raftelection.testing.TestEngine;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The objects of one test. JUnit closes the fixture after the test, even if the extension fails to.
 *
 * @param engine creates the cluster
 * @param control controls the elections of the cluster
 */
record TestFixture(TestEngine engine, ElectionControl control) implements AutoCloseable {

    /** {@return the object for a parameter of a type; empty if none or more than one fits} */
    Optional<Object> find(Class<?> type) {
        var candidates = Stream.<Object>of(control, control.client(), control.tracker(), control.cluster(), engine)
                .filter(type::isInstance)
                .toList();
        return candidates.size() == 1 ? Optional.of(candidates.get(0)) : Optional.empty();
    }

    @Override
    public void close() {
        control.close();
    }
}
