import org.jspecify.annotations.NullMarked;

/**
 * Tests of applications on Raft: real clusters of any engine, the contract of the adapters, and scenarios as text,
 * which run in manual time.
 */
@NullMarked
module io.raftelection.testing {
    requires transitive io.raftelection;
    requires static org.junit.jupiter.api;
    requires static org.junit.jupiter.params;
    requires static org.assertj.core;
    requires static org.jspecify;
    requires static com.google.errorprone.annotations;

    exports io.raftelection.testing;
    exports io.raftelection.testing.assertions;
    exports io.raftelection.testing.contract;
    exports io.raftelection.testing.scenario;
    exports io.raftelection.testing.spi;

    opens io.raftelection.testing.contract to
            org.junit.platform.commons; // it reads the extensions of the contracts
}
