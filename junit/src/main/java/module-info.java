import org.jspecify.annotations.NullMarked;

/** Starts real clusters for JUnit Jupiter tests, which choose the leader. */
@NullMarked
module io.raftelection.junit {
    requires transitive io.raftelection.testing;
    requires transitive org.junit.jupiter.api;
    requires io.raftelection.report;
    requires static org.jspecify;

    exports io.raftelection.junit;

    opens io.raftelection.junit to
            org.junit.platform.commons;
}
