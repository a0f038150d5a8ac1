package io.raftelection.proofs.lincheck;

import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;

/**
 * A planted bug, which the proof must find: the rule of the one expectation in small, checked and acted on without a
 * lock.
 */
@Param(name = "server", gen = IntGen.class, conf = "1:2")
public class LooseClaim {
    private volatile int expected;

    /** {@return whether the one place was free} */
    @Operation
    public boolean expect(@Param(name = "server") int server) {
        if (expected != 0) {
            return false;
        }
        expected = server;
        return true;
    }

    /** {@return whether it was expected, which frees the place} */
    @Operation
    public boolean acquired(@Param(name = "server") int server) {
        if (expected != server) {
            return false;
        }
        expected = 0;
        return true;
    }
}
