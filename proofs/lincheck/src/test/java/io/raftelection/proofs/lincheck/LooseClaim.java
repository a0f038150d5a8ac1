package io.raftelection.proofs.lincheck;

import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;

/**
 * A planted bug, which the tests must find: the rule of a single expectation, with a check and an update that are not
 * atomic.
 */
@Param(name = "server", gen = IntGen.class, conf = "1:2")
public class LooseClaim {
    private volatile int expected;

    /** {@return whether no expectation was pending} */
    @Operation
    public boolean expect(@Param(name = "server") int server) {
        if (expected != 0) {
            return false;
        }
        expected = server;
        return true;
    }

    /** {@return whether the server was expected; the expectation is then removed} */
    @Operation
    public boolean acquired(@Param(name = "server") int server) {
        if (expected != server) {
            return false;
        }
        expected = 0;
        return true;
    }
}
